def milestones(request, **address):
    raise NotImplementedError
