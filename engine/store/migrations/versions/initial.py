"""The first tables, as Alembic wrote them; long because a revision lists every column."""
# ruff: noqa: E501  (a machine breaks the lines)

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=True),
    sa.Column('capacity', sa.Text(), nullable=False),
    sa.Column('command', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit'))
    )
    op.create_index(op.f('ix_audit_run_id_seq'), 'audit', ['run_id', 'seq'], unique=False)
    op.create_table('outbox',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    op.create_index(op.f('ix_outbox_next_try_at'), 'outbox', ['next_try_at'], unique=False)
    op.create_table('plan_version',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('plan', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sources', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_version'))
    )
    op.create_table('setting',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_setting'))
    )
    op.create_table('sign_in_attempt',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('succeeded', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_sign_in_attempt'))
    )
    op.create_index(op.f('ix_sign_in_attempt_address_at'), 'sign_in_attempt', ['address', 'at'], unique=False)
    op.create_index(op.f('ix_sign_in_attempt_login_at'), 'sign_in_attempt', ['login', 'at'], unique=False)
    op.create_table('unit',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('tenant_id', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('parent_id', sa.String(length=64), nullable=True),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('successor_id', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['unit.id'], name=op.f('fk_unit_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('tenant_id', 'code', name=op.f('uq_unit_tenant_id_code'))
    )
    op.create_index(op.f('ix_unit_path'), 'unit', ['path'], unique=False)
    op.create_table('person',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('tenant_id', sa.String(length=64), nullable=False),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('administrator', sa.Boolean(), nullable=False),
    sa.Column('session_key', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id'], ['unit.id'], name=op.f('fk_person_tenant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('login', name=op.f('uq_person_login'))
    )
    op.create_table('run',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('tenant_id', sa.String(length=64), nullable=False),
    sa.Column('version_id', sa.String(length=64), nullable=False),
    sa.Column('plan', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('short', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id'], ['unit.id'], name=op.f('fk_run_tenant_id')),
    sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_run_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run')),
    sa.UniqueConstraint('tenant_id', 'plan', 'year', name=op.f('uq_run_tenant_id_plan_year'))
    )
    op.create_table('day_override',
    sa.Column('tenant_id', sa.String(length=64), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('set_by', sa.String(length=64), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['set_by'], ['person.id'], name=op.f('fk_day_override_set_by')),
    sa.ForeignKeyConstraint(['tenant_id'], ['unit.id'], name=op.f('fk_day_override_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'day', name=op.f('pk_day_override'))
    )
    op.create_table('entry',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.String(length=64), nullable=False),
    sa.Column('row_key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('registered', sa.Boolean(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rev', sa.Integer(), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_entry_run_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_entry_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('run_id', 'unit_id', 'row_key', name=op.f('uq_entry_run_id_unit_id_row_key'))
    )
    op.create_index(op.f('ix_entry_run_id_status'), 'entry', ['run_id', 'status'], unique=False)
    op.create_table('event',
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=128), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('actual_on', sa.Date(), nullable=True),
    sa.Column('set_by', sa.String(length=64), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_event_run_id')),
    sa.ForeignKeyConstraint(['set_by'], ['person.id'], name=op.f('fk_event_set_by')),
    sa.PrimaryKeyConstraint('run_id', 'name', name=op.f('pk_event'))
    )
    op.create_table('position',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_position_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_position_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position'))
    )
    op.create_index(op.f('ix_position_person_id'), 'position', ['person_id'], unique=False)
    op.create_index(op.f('ix_position_unit_id_role'), 'position', ['unit_id', 'role'], unique=False)
    op.create_table('reset_token',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reset_token_person_id')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_reset_token'))
    )
    op.create_table('run_member',
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=128), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_run_member_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_run_member_run_id')),
    sa.PrimaryKeyConstraint('run_id', 'role', 'person_id', name=op.f('pk_run_member'))
    )
    op.create_table('instance',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('scope', sa.String(length=8), nullable=False),
    sa.Column('unit_id', sa.String(length=64), nullable=True),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('state', sa.LargeBinary(), nullable=False),
    sa.Column('rev', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_instance_entry_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_instance_run_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_instance_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instance')),
    sa.UniqueConstraint('run_id', 'scope', 'unit_id', 'entry_id', name=op.f('uq_instance_run_id_scope_unit_id_entry_id'))
    )
    op.create_index(op.f('ix_instance_entry_id'), 'instance', ['entry_id'], unique=False)
    op.create_table('step_end',
    sa.Column('instance_id', sa.String(length=64), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_step_end_instance_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_step_end_run_id')),
    sa.PrimaryKeyConstraint('instance_id', 'step', name=op.f('pk_step_end'))
    )
    op.create_index(op.f('ix_step_end_run_id_step'), 'step_end', ['run_id', 'step'], unique=False)
    op.create_table('task',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('instance_id', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('tenant_id', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.String(length=64), nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('node', sa.Text(), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('slot', sa.String(length=64), nullable=False),
    sa.Column('act', sa.String(length=16), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('candidate_unit_id', sa.String(length=64), nullable=True),
    sa.Column('candidate_positions', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('step_index', sa.Integer(), nullable=False),
    sa.Column('step_total', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=64), nullable=True),
    sa.Column('outcome', sa.String(length=64), nullable=True),
    sa.Column('returned', sa.Integer(), nullable=False),
    sa.Column('draft_percent', sa.Integer(), nullable=True),
    sa.Column('phrase', sa.Text(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('last_working_day', sa.Date(), nullable=True),
    sa.Column('overdue_after', sa.Date(), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('next_act_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rev', sa.Integer(), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_unit_id'], ['unit.id'], name=op.f('fk_task_candidate_unit_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['person.id'], name=op.f('fk_task_closed_by')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_task_entry_id')),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_task_instance_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_task_run_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['unit.id'], name=op.f('fk_task_tenant_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('instance_id', 'node', name=op.f('uq_task_instance_id_node'))
    )
    op.create_index('ix_task_due', 'task', ['next_act_at'], unique=False, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
    op.create_index('ix_task_inbox', 'task', ['candidate_unit_id', 'status', 'last_day'], unique=False)
    op.create_index('ix_task_run', 'task', ['run_id', 'step', 'status'], unique=False)
    op.create_table('timer',
    sa.Column('instance_id', sa.String(length=64), nullable=False),
    sa.Column('node', sa.String(length=200), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_timer_instance_id')),
    sa.PrimaryKeyConstraint('instance_id', 'node', name=op.f('pk_timer'))
    )
    op.create_index(op.f('ix_timer_due_at'), 'timer', ['due_at'], unique=False)
    op.create_table('wait',
    sa.Column('instance_id', sa.String(length=64), nullable=False),
    sa.Column('node', sa.String(length=200), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('message', sa.String(length=128), nullable=False),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_wait_instance_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_wait_run_id')),
    sa.PrimaryKeyConstraint('instance_id', 'node', name=op.f('pk_wait'))
    )
    op.create_index(op.f('ix_wait_run_id_message'), 'wait', ['run_id', 'message'], unique=False)
    op.create_table('answer',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('task_id', sa.String(length=64), nullable=False),
    sa.Column('instance_id', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('slot', sa.String(length=64), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('capacity', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('forms', sa.Text(), nullable=False),
    sa.Column('submit_key', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_answer_by')),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_answer_instance_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_answer_run_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_answer_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('submit_key', name=op.f('uq_answer_submit_key'))
    )
    op.create_index(op.f('ix_answer_instance_id_step'), 'answer', ['instance_id', 'step'], unique=False)
    op.create_index(op.f('ix_answer_task_id'), 'answer', ['task_id'], unique=False)
    op.create_table('ballot',
    sa.Column('task_id', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('scores', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ballot_person_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_ballot_task_id')),
    sa.PrimaryKeyConstraint('task_id', 'person_id', name=op.f('pk_ballot'))
    )
    op.create_table('comment',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.String(length=64), nullable=False),
    sa.Column('task_id', sa.String(length=64), nullable=True),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('capacity', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_comment_by')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_comment_entry_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_comment_run_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_comment_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment'))
    )
    op.create_index(op.f('ix_comment_entry_id'), 'comment', ['entry_id'], unique=False)
    op.create_index(op.f('ix_comment_task_id'), 'comment', ['task_id'], unique=False)
    op.create_table('draft',
    sa.Column('task_id', sa.String(length=64), nullable=False),
    sa.Column('forms', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_draft_by')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_draft_task_id')),
    sa.PrimaryKeyConstraint('task_id', name=op.f('pk_draft'))
    )
    op.create_table('file',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.String(length=64), nullable=False),
    sa.Column('form', sa.String(length=64), nullable=False),
    sa.Column('field', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_file_by')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_file_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file'))
    )
    op.create_index(op.f('ix_file_task_id'), 'file', ['task_id'], unique=False)
    op.create_table('notice',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('task_id', sa.String(length=64), nullable=True),
    sa.Column('run_id', sa.String(length=64), nullable=True),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('planned_day', sa.Date(), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_notice_run_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_notice_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('task_id', 'level', 'planned_day', 'person_id', 'channel', name='uq_notice_once')
    )
    op.create_index(op.f('ix_notice_person_id_read_at'), 'notice', ['person_id', 'read_at'], unique=False)
    op.create_table('task_person',
    sa.Column('task_id', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_task_person_person_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_person_task_id')),
    sa.PrimaryKeyConstraint('task_id', 'person_id', name=op.f('pk_task_person'))
    )
    op.create_index(op.f('ix_task_person_person_id'), 'task_person', ['person_id'], unique=False)
