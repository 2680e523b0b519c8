def commitments(request, **address):
    raise NotImplementedError
