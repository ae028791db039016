"""Keep parts of cores: a step may ask for half of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    _change(sa.Integer(), sa.Float())


def downgrade() -> None:
    """Take the step back."""
    _change(sa.Float(), sa.Integer())


def _change(before: sa.Integer | sa.Float[float], after: sa.Integer | sa.Float[float]) -> None:
    with op.batch_alter_table("steps") as steps:  # SQLite changes no column: the table is made anew
        steps.alter_column("cores", existing_type=before, type_=after)
