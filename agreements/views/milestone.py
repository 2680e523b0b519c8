def milestone(request, **address):
    raise NotImplementedError
