"""Keep what the steps of jobs have used."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "steps",
        sa.Column("job", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("process", sa.String, nullable=False),
        sa.Column("user", sa.String, nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("scheduler", sa.String, nullable=False),
        sa.Column("id", sa.String),
        sa.Column("profile", sa.String),
        sa.Column("queue", sa.String),
        sa.Column("node", sa.String),
        sa.Column("cores", sa.Integer),
        sa.Column("submitted", sa.DateTime(timezone=True)),
        sa.Column("started", sa.DateTime(timezone=True)),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("queue_wait", sa.Float),
        sa.Column("wall", sa.Float),
        sa.Column("cpu", sa.Float),
        sa.Column("memory", sa.BigInteger),
        sa.Column("exit_code", sa.Integer),
        sa.Column("end", sa.String),
        sa.Column("source", sa.String),
    )
    op.create_index("steps_finished", "steps", ["finished"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("steps_finished", "steps")
    op.drop_table("steps")
