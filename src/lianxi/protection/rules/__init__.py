"""Pure rules of protection: the next step of a patient's path, who may see what there, and dated links of tokens."""
