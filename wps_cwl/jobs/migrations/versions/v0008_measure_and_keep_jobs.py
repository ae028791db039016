"""Note which jobs are kept by hand, and how large their directories and results are."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SIZES = ("directory_bytes", "result_bytes")


def upgrade() -> None:
    """Take the step."""
    op.add_column("jobs", sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.false()))
    for name in _SIZES:
        op.add_column("jobs", sa.Column(name, sa.BigInteger))


def downgrade() -> None:
    """Take the step back."""
    for name in reversed(_SIZES):
        op.drop_column("jobs", name)
    op.drop_column("jobs", "kept")
