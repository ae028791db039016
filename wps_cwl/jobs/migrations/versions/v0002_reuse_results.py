"""Note what a job asks for, so that its results can answer another one, and which job did so."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("jobs", sa.Column("reused_from", sa.String(64)))
    op.add_column("jobs", sa.Column("reuse_key", sa.String(64)))
    op.create_index("jobs_reuse_key", "jobs", ["reuse_key"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("jobs_reuse_key", "jobs")
    op.drop_column("jobs", "reuse_key")
    op.drop_column("jobs", "reused_from")
