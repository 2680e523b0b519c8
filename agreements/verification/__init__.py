"""Whether what is stored is what was published: the chain, the records, the states, the register.

Each module gives its findings one line each, worst first; nothing here writes.
"""
