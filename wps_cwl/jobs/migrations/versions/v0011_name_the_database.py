"""Give the database a name of its own, by which a state directory knows it again."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    table = op.create_table("identity", sa.Column("identifier", sa.String(36), primary_key=True))
    op.bulk_insert(table, [{"identifier": str(uuid.uuid4())}])


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("identity")
