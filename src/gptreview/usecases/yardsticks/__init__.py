"""How right the verdicts are, measured on labelled texts that nothing was trained on."""
