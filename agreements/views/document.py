def document(request, **address):
    raise NotImplementedError
