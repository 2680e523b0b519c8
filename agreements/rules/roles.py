"""Which role may do which act.  Scope (whose record) arrives with the staff's desk."""

from agreements.rules.publication import Act

COORDINATOR, EDITOR = "coordinator", "editor"

MAY: dict[str, frozenset[Act]] = {
    COORDINATOR: frozenset(Act),
    EDITOR: frozenset({Act.CREATE, Act.EDIT, Act.DELETE, Act.SUBMIT}),
}
