"""Note how large the inputs of a job are, and how long it has run: what later ones like it may take."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("jobs", sa.Column("input_bytes", sa.BigInteger))
    op.add_column("jobs", sa.Column("run_seconds", sa.Float))
    op.create_index("jobs_process_finished", "jobs", ["process", "finished"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("jobs_process_finished", "jobs")
    op.drop_column("jobs", "run_seconds")
    op.drop_column("jobs", "input_bytes")
