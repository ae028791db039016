"""Create the table of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("process", sa.String, nullable=False),
        sa.Column("process_version", sa.String, nullable=False),
        sa.Column("user", sa.String, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("percent", sa.Integer),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True)),
        sa.Column("finished", sa.DateTime(timezone=True)),
        sa.Column("expires", sa.DateTime(timezone=True)),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("results", sa.Text, nullable=False),
        sa.Column("engine", sa.String),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
    )
    op.create_index("jobs_state_created", "jobs", ["state", "created", "id"])
    op.create_index("jobs_created", "jobs", ["created", "id"])
    op.create_index("jobs_user_created", "jobs", ["user", "created", "id"])
    op.create_index("jobs_released", "jobs", ["released", "created"])
    op.create_index("jobs_expires", "jobs", ["expires"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("jobs")
