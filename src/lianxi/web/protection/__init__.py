"""Pages of protection: lists, recognitions, what is not finished."""
