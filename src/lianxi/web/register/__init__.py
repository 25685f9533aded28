"""The wing of the register: employers and sealed identities."""
