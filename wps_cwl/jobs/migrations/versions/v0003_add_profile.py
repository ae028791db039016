"""Note on which profile a job runs, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("jobs", sa.Column("profile", sa.String))
    op.add_column("jobs", sa.Column("route", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("jobs", "route")
    op.drop_column("jobs", "profile")
