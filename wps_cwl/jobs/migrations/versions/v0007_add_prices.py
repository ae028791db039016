"""Keep with each job the price of its profile, and with each step what it comes to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OF_STEPS = {"gpus": sa.Integer, "price": sa.BigInteger, "currency": sa.String}


def upgrade() -> None:
    """Take the step."""
    op.add_column("jobs", sa.Column("price", sa.Text))
    for name, kind in _OF_STEPS.items():
        op.add_column("steps", sa.Column(name, kind))


def downgrade() -> None:
    """Take the step back."""
    for name in reversed(_OF_STEPS):
        op.drop_column("steps", name)
    op.drop_column("jobs", "price")
