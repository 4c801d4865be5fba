"""The shared code of the notebook series *RMSprop from scratch*."""
