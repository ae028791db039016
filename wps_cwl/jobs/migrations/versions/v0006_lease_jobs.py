"""Note which engines there are, and which of them has the lease of a job."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "engines",
        sa.Column("token", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("machine", sa.String, nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("jobs", sa.Column("lease", sa.Integer))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("jobs", "lease")
    op.drop_table("engines")
