-- Generated from the migrations; do not edit.

-- sequences

create sequence case_number_serial as integer;
grant usage on sequence case_number_serial to yichuang_app;

-- functions

CREATE OR REPLACE FUNCTION rights_changed(account uuid)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into rights_version (actor, version) values (account::text, gen_random_uuid())
  on conflict (actor) do update set version = excluded.version
$function$;

CREATE OR REPLACE FUNCTION rights_changed_by_account()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform rights_changed(old.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION rights_changed_by_post()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform rights_changed(account_id) from substitute where post_id = old.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION rights_changed_by_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then perform rights_changed(old.account_id); end if;
  if tg_op <> 'DELETE' then perform rights_changed(new.account_id); end if;
  return null;
end $function$;

-- tables

create table access_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint access_event_pkey PRIMARY KEY (stream_id, seq),
  constraint access_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint access_event_seq_check CHECK ((seq > 0))
);
grant insert, select on access_event to yichuang_app;

create table account (
  id uuid not null,
  kind text not null,
  person_id uuid not null,
  login_lookup bytea,
  password_hash text,
  password_changed_at timestamp with time zone,
  failures smallint not null default 0,
  locked_until timestamp with time zone,
  totp_box bytea,
  totp_step bigint,
  code_hash bytea,
  code_until timestamp with time zone,
  closed_at timestamp with time zone,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_login_lookup_key UNIQUE (login_lookup),
  constraint account_check CHECK (((code_hash IS NULL) = (code_until IS NULL))),
  constraint account_check1 CHECK (((closed_at IS NULL) = (login_lookup IS NOT NULL))),
  constraint account_failures_check CHECK ((failures >= 0)),
  constraint account_kind_check CHECK ((kind = ANY (ARRAY['citizen'::text, 'staff'::text]))),
  constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE UNIQUE INDEX account_person ON account USING btree (person_id, kind) WHERE (closed_at IS NULL);
CREATE TRIGGER account_rights AFTER UPDATE OF kind, person_id, closed_at ON account FOR EACH ROW EXECUTE FUNCTION rights_changed_by_account();
grant insert, select, update on account to yichuang_app;

create table account_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint account_event_pkey PRIMARY KEY (stream_id, seq),
  constraint account_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint account_event_seq_check CHECK ((seq > 0))
);
grant insert, select on account_event to yichuang_app;

create table attempt_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint attempt_event_pkey PRIMARY KEY (stream_id, seq),
  constraint attempt_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint attempt_event_seq_check CHECK ((seq > 0))
);
grant insert, select on attempt_event to yichuang_app;

create table blob (
  digest text not null,
  bytes integer not null,
  constraint blob_pkey PRIMARY KEY (digest),
  constraint blob_bytes_check CHECK ((bytes > 0)),
  constraint blob_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
);
grant delete, insert, select, update on blob to yichuang_app;

create table calendar_day (
  layer_code text not null,
  on_day date not null,
  kind text not null,
  name text not null,
  seq integer not null,
  constraint calendar_day_pkey PRIMARY KEY (layer_code, seq, on_day),
  constraint calendar_day_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'makeup'::text, 'closed'::text]))),
  constraint calendar_day_name_check CHECK ((name <> ''::text)),
  constraint calendar_day_layer_code_seq_fkey FOREIGN KEY (layer_code, seq) REFERENCES calendar_notice(layer_code, seq)
);
grant insert, select on calendar_day to yichuang_app;

create table calendar_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint calendar_event_pkey PRIMARY KEY (stream_id, seq),
  constraint calendar_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint calendar_event_seq_check CHECK ((seq > 0))
);
grant insert, select on calendar_event to yichuang_app;

create table calendar_layer (
  code text not null,
  id uuid not null,
  name text not null,
  rank smallint not null,
  constraint calendar_layer_pkey PRIMARY KEY (code),
  constraint calendar_layer_id_key UNIQUE (id),
  constraint calendar_layer_code_check CHECK ((code <> ''::text)),
  constraint calendar_layer_name_check CHECK ((name <> ''::text)),
  constraint calendar_layer_rank_check CHECK (((rank >= 0) AND (rank <= 100)))
);
grant insert, select on calendar_layer to yichuang_app;

create table calendar_notice (
  layer_code text not null,
  subject text not null,
  known_on date not null,
  year smallint,
  title text not null,
  source text,
  digest bytea not null,
  seq integer not null,
  entered_at timestamp with time zone not null,
  constraint calendar_notice_pkey PRIMARY KEY (layer_code, seq),
  constraint calendar_notice_subject_check CHECK ((subject <> ''::text)),
  constraint calendar_notice_title_check CHECK ((title <> ''::text)),
  constraint calendar_notice_year_check CHECK (((year >= 1949) AND (year <= 2199))),
  constraint calendar_notice_layer_code_fkey FOREIGN KEY (layer_code) REFERENCES calendar_layer(code)
);
CREATE INDEX calendar_notice_subject ON calendar_notice USING btree (layer_code, subject, known_on);
grant insert, select on calendar_notice to yichuang_app;

create table calendar_version (
  is_only boolean not null default true,
  version uuid not null,
  constraint calendar_version_pkey PRIMARY KEY (is_only),
  constraint calendar_version_is_only_check CHECK (is_only)
);
grant select, update on calendar_version to yichuang_app;

create table case_event (
  case_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint case_event_pkey PRIMARY KEY (case_id, seq),
  constraint case_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint case_event_seq_check CHECK ((seq > 0))
) partition by RANGE (case_id);
grant insert, select on case_event to yichuang_app;

create table case_fact (
  case_id uuid not null,
  seq integer not null,
  path text not null,
  salt bytea not null,
  value jsonb not null,
  constraint case_fact_pkey PRIMARY KEY (case_id, seq, path)
);
grant delete, insert, select on case_fact to yichuang_app;

create table case_limit (
  case_id uuid not null,
  organisation text not null,
  due_on date not null,
  ended_on date,
  constraint case_limit_pkey PRIMARY KEY (case_id),
  constraint case_limit_check CHECK ((ended_on > due_on))
);
CREATE INDEX case_limit_list ON case_limit USING btree (organisation, due_on, case_id) INCLUDE (ended_on);
grant delete, insert, select, update on case_limit to yichuang_app;

create table case_milestone (
  case_id uuid not null,
  kind text not null,
  organisation text not null,
  on_day date not null,
  constraint case_milestone_pkey PRIMARY KEY (case_id, kind),
  constraint case_milestone_kind_check CHECK ((kind = ANY (ARRAY['received'::text, 'accepted'::text, 'decided'::text])))
);
CREATE INDEX case_milestone_list ON case_milestone USING btree (organisation, kind, on_day DESC, case_id DESC);
grant delete, insert, select, update on case_milestone to yichuang_app;

create table case_number (
  number text not null,
  case_id uuid not null,
  constraint case_number_pkey PRIMARY KEY (number)
);
grant insert, select on case_number to yichuang_app;

create table case_state (
  case_id uuid not null,
  number text not null,
  item_code text not null,
  version_id uuid not null,
  rule_set text not null,
  organisation text not null,
  applicant_id uuid not null,
  state text not null,
  received_on date not null,
  due_on date,
  promised_on date,
  next_settle_on date,
  seq integer not null,
  hash bytea not null,
  at timestamp with time zone not null,
  fold_version smallint not null,
  fold jsonb not null,
  place text,
  dated_from date,
  dated_until date,
  tightest_on date not null,
  constraint case_state_pkey PRIMARY KEY (case_id)
);
CREATE INDEX case_state_applicant ON case_state USING btree (applicant_id, case_id DESC);
CREATE INDEX case_state_dated ON case_state USING btree (dated_until, dated_from, organisation, place, case_id) WHERE (dated_until IS NOT NULL);
CREATE INDEX case_state_desk ON case_state USING btree (organisation, state, tightest_on, case_id);
CREATE INDEX case_state_settle ON case_state USING btree (next_settle_on) WHERE (next_settle_on IS NOT NULL);
grant insert, select, update on case_state to yichuang_app;

create table case_tally (
  organisation text not null,
  kind text not null,
  on_day date not null,
  count integer not null,
  constraint case_tally_pkey PRIMARY KEY (organisation, kind, on_day)
);
grant delete, insert, select, update on case_tally to yichuang_app;

create table case_to_redate (
  case_id uuid not null,
  version uuid not null,
  constraint case_to_redate_pkey PRIMARY KEY (case_id)
);
grant delete, insert, select, update on case_to_redate to yichuang_app;

create table checkpoint (
  n bigint not null,
  from_position bigint not null,
  to_position bigint not null,
  root bytea not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  key_id text not null,
  signature bytea not null,
  constraint checkpoint_pkey PRIMARY KEY (n),
  constraint checkpoint_from_position_key UNIQUE (from_position),
  constraint checkpoint_to_position_key UNIQUE (to_position),
  constraint checkpoint_check CHECK ((to_position >= from_position)),
  constraint checkpoint_n_check CHECK ((n > 0))
);
grant insert, select on checkpoint to yichuang_app;

create table checkpoint_turn (
  only_row boolean not null default true,
  constraint checkpoint_turn_pkey PRIMARY KEY (only_row),
  constraint checkpoint_turn_only_row_check CHECK (only_row)
);
grant select, update on checkpoint_turn to yichuang_app;

create table delegation (
  id uuid not null,
  basis text not null,
  principal_id uuid not null,
  agent_id uuid not null,
  scope text not null,
  from_on date not null,
  until_on date,
  proof text not null,
  proof_file_id uuid,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint delegation_pkey PRIMARY KEY (id),
  constraint delegation_basis_check CHECK ((basis = ANY (ARRAY['delegation'::text, 'representative'::text]))),
  constraint delegation_check CHECK ((until_on >= from_on)),
  constraint delegation_check1 CHECK ((principal_id <> agent_id)),
  constraint delegation_check2 CHECK (((proof = 'document'::text) = (proof_file_id IS NOT NULL))),
  constraint delegation_proof_check CHECK ((proof = ANY (ARRAY['own_account'::text, 'representative_account'::text, 'document'::text]))),
  constraint delegation_scope_check CHECK ((scope <> ''::text)),
  constraint delegation_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES person(id),
  constraint delegation_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES person(id)
);
CREATE INDEX delegation_agent ON delegation USING btree (agent_id, principal_id) WHERE (ended_at IS NULL);
CREATE INDEX delegation_principal ON delegation USING btree (principal_id) WHERE (ended_at IS NULL);
CREATE INDEX delegation_proof ON delegation USING btree (proof_file_id) WHERE (proof_file_id IS NOT NULL);
grant insert, select, update on delegation to yichuang_app;

create table division (
  code text not null,
  name text not null,
  level smallint not null,
  parent_code text,
  edition smallint not null,
  constraint division_pkey PRIMARY KEY (code),
  constraint division_check CHECK (((level = 1) = (parent_code IS NULL))),
  constraint division_code_check CHECK ((code ~ '^[0-9]{12}$'::text)),
  constraint division_level_check CHECK (((level >= 1) AND (level <= 5))),
  constraint division_name_check CHECK ((name <> ''::text)),
  constraint division_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES division(code)
);
CREATE INDEX division_parent ON division USING btree (parent_code);
grant insert, select, update on division to yichuang_app;

create table document_content (
  case_id uuid not null,
  document_id uuid not null,
  salt bytea not null,
  content jsonb not null,
  constraint document_content_pkey PRIMARY KEY (case_id, document_id),
  constraint document_content_salt_check CHECK ((length(salt) = 32)),
  constraint document_content_case_id_document_id_fkey FOREIGN KEY (case_id, document_id) REFERENCES issued_document(case_id, document_id)
);
grant delete, insert, select on document_content to yichuang_app;

create table document_number (
  organisation_id text not null,
  kind text not null,
  year smallint not null,
  n integer not null,
  text text not null,
  taken_at timestamp with time zone not null,
  voided_at timestamp with time zone,
  void_reason text,
  constraint document_number_pkey PRIMARY KEY (organisation_id, kind, year, n),
  constraint document_number_check CHECK (((voided_at IS NULL) = (void_reason IS NULL))),
  constraint document_number_n_check CHECK ((n > 0)),
  constraint document_number_text_check CHECK ((text <> ''::text)),
  constraint document_number_void_reason_check CHECK ((void_reason <> ''::text))
);
grant insert, select on document_number to yichuang_app;
grant update (voided_at, void_reason) on document_number to yichuang_app;

create table draft (
  draft_id uuid not null,
  item_code text not null,
  version_id uuid not null,
  applicant_id uuid not null,
  agent_id uuid,
  made_by text not null,
  organisation text,
  place text,
  code_lookup bytea,
  code_until timestamp with time zone,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint draft_pkey PRIMARY KEY (draft_id),
  constraint draft_code_lookup_key UNIQUE (code_lookup),
  constraint draft_check CHECK (((code_lookup IS NULL) = (code_until IS NULL)))
);
CREATE INDEX draft_applicant ON draft USING btree (applicant_id, changed_at DESC);
CREATE INDEX draft_changed ON draft USING btree (changed_at);
CREATE INDEX draft_made_by ON draft USING btree (made_by, changed_at DESC);
CREATE INDEX draft_organisation ON draft USING btree (organisation, changed_at DESC) WHERE (organisation IS NOT NULL);
grant delete, insert, select, update on draft to yichuang_app;

create table draft_answer (
  draft_id uuid not null,
  path text not null,
  rev integer not null,
  value_box bytea,
  saved_by text not null,
  saved_at timestamp with time zone not null,
  constraint draft_answer_pkey PRIMARY KEY (draft_id, path),
  constraint draft_answer_rev_check CHECK ((rev > 0)),
  constraint draft_answer_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES draft(draft_id) ON DELETE CASCADE
);
grant delete, insert, select, update on draft_answer to yichuang_app;

create table draft_hand (
  draft_id uuid not null,
  account text not null,
  last_at timestamp with time zone not null,
  constraint draft_hand_pkey PRIMARY KEY (draft_id, account),
  constraint draft_hand_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES draft(draft_id) ON DELETE CASCADE
);
grant delete, insert, select, update on draft_hand to yichuang_app;

create table file (
  file_id uuid not null,
  digest text not null,
  media_type text not null,
  bytes integer not null,
  pages integer,
  pixels integer,
  uploaded_by text not null,
  case_id uuid,
  at timestamp with time zone not null,
  held_by uuid,
  constraint file_pkey PRIMARY KEY (file_id),
  constraint file_bytes_check CHECK ((bytes > 0)),
  constraint file_held CHECK (((held_by IS NULL) OR (case_id IS NULL))),
  constraint file_pages_check CHECK ((pages > 0)),
  constraint file_pixels_check CHECK ((pixels > 0)),
  constraint file_digest_fkey FOREIGN KEY (digest) REFERENCES blob(digest)
);
CREATE INDEX file_case ON file USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX file_digest ON file USING btree (digest);
CREATE INDEX file_held ON file USING btree (held_by) WHERE (held_by IS NOT NULL);
CREATE INDEX file_loose ON file USING btree (at) WHERE ((case_id IS NULL) AND (held_by IS NULL));
grant delete, insert, select on file to yichuang_app;
grant update (case_id, held_by) on file to yichuang_app;

create table file_name (
  file_id uuid not null,
  name text not null,
  constraint file_name_pkey PRIMARY KEY (file_id),
  constraint file_name_name_check CHECK ((name <> ''::text)),
  constraint file_name_file_id_fkey FOREIGN KEY (file_id) REFERENCES file(file_id)
);
grant delete, insert, select on file_name to yichuang_app;

create table finder_gap (
  question text not null,
  area text not null,
  kind text not null,
  on_day date not null,
  times integer not null,
  constraint finder_gap_pkey PRIMARY KEY (on_day, question, area, kind),
  constraint finder_gap_area_check CHECK (((area = ''::text) OR (area ~ '^\d{12}$'::text))),
  constraint finder_gap_kind_check CHECK ((kind = ANY (ARRAY['none'::text, 'left'::text, 'bad'::text]))),
  constraint finder_gap_question_check CHECK (((question <> ''::text) AND (length(question) <= 100))),
  constraint finder_gap_times_check CHECK ((times > 0))
);
grant delete, insert, select, update on finder_gap to yichuang_app;

create table finder_knowledge (
  no bigint not null,
  kind text not null,
  item_name text,
  words text[] not null,
  undoes bigint,
  reason text not null,
  by_account text not null,
  authority text not null,
  at timestamp with time zone not null,
  constraint finder_knowledge_pkey PRIMARY KEY (no),
  constraint finder_knowledge_undoes_key UNIQUE (undoes),
  constraint finder_knowledge_check CHECK (((kind = 'saying'::text) = (item_name IS NOT NULL))),
  constraint finder_knowledge_check1 CHECK (((kind = 'undo'::text) = (words = '{}'::text[]))),
  constraint finder_knowledge_check2 CHECK (((kind = 'undo'::text) = (undoes IS NOT NULL))),
  constraint finder_knowledge_kind_check CHECK ((kind = ANY (ARRAY['saying'::text, 'synonym'::text, 'filler'::text, 'undo'::text]))),
  constraint finder_knowledge_no_check CHECK ((no > 0)),
  constraint finder_knowledge_undoes_fkey FOREIGN KEY (undoes) REFERENCES finder_knowledge(no)
);
grant insert, select on finder_knowledge to yichuang_app;

create table finder_model (
  no bigint not null,
  state text not null,
  model text,
  dimensions integer,
  weight real,
  knowledge bytea,
  marks jsonb,
  by_name text not null,
  at timestamp with time zone not null,
  constraint finder_model_pkey PRIMARY KEY (no),
  constraint finder_model_check CHECK (((state = 'on'::text) = (model IS NOT NULL))),
  constraint finder_model_check1 CHECK ((((state = 'on'::text) = (dimensions IS NOT NULL)) AND (dimensions > 0))),
  constraint finder_model_check2 CHECK ((((state = 'on'::text) = (weight IS NOT NULL)) AND (weight > (0)::double precision))),
  constraint finder_model_check3 CHECK (((state = 'on'::text) = (knowledge IS NOT NULL))),
  constraint finder_model_check4 CHECK (((state = 'on'::text) = (marks IS NOT NULL))),
  constraint finder_model_no_check CHECK ((no > 0)),
  constraint finder_model_state_check CHECK ((state = ANY (ARRAY['on'::text, 'off'::text])))
);
grant insert, select on finder_model to yichuang_app;

create table finder_vector (
  no bigint not null generated always as identity,
  model_no bigint not null,
  digest bytea not null,
  vector bytea not null,
  constraint finder_vector_pkey PRIMARY KEY (no),
  constraint finder_vector_model_no_digest_key UNIQUE (model_no, digest),
  constraint finder_vector_vector_check CHECK (((octet_length(vector) % 4) = 0)),
  constraint finder_vector_model_no_fkey FOREIGN KEY (model_no) REFERENCES finder_model(no)
);
grant delete, insert, select on finder_vector to yichuang_app;

create table follower (
  name text not null,
  version integer not null,
  "position" bigint not null,
  constraint follower_pkey PRIMARY KEY (name),
  constraint follower_position_check CHECK (("position" >= 0))
);
grant insert, select, update on follower to yichuang_app;

create table follower_parked (
  follower text not null,
  stream text not null,
  stream_id uuid not null,
  from_position bigint not null,
  failure text not null,
  tries integer not null,
  since timestamp with time zone not null,
  constraint follower_parked_pkey PRIMARY KEY (follower, stream, stream_id),
  constraint follower_parked_follower_fkey FOREIGN KEY (follower) REFERENCES follower(name)
);
grant delete, insert, select, update on follower_parked to yichuang_app;

create table granted_permit (
  case_id uuid not null,
  decided_on date not null,
  organisation text not null,
  department text not null,
  item_code text not null,
  item_name text not null,
  applicant_id uuid not null,
  letter_number text,
  constraint granted_permit_pkey PRIMARY KEY (case_id)
);
CREATE INDEX granted_permit_item ON granted_permit USING btree (item_code, decided_on DESC, case_id DESC);
CREATE INDEX granted_permit_newest ON granted_permit USING btree (decided_on DESC, case_id DESC);
CREATE INDEX granted_permit_organ ON granted_permit USING btree (organisation, decided_on DESC, case_id DESC);
grant delete, insert, select, update on granted_permit to yichuang_app;

create table installation (
  is_only boolean not null default true,
  kind text not null,
  founded_at timestamp with time zone not null,
  constraint installation_pkey PRIMARY KEY (is_only),
  constraint installation_founded_at_check CHECK ((founded_at = date_trunc('milliseconds'::text, founded_at))),
  constraint installation_is_only_check CHECK (is_only),
  constraint installation_kind_check CHECK ((kind = ANY (ARRAY['production'::text, 'demonstration'::text])))
);
grant insert, select on installation to yichuang_app;

create table issued_document (
  case_id uuid not null,
  document_id uuid not null,
  kind text not null,
  organisation_id text not null,
  year smallint not null,
  n integer not null,
  number text not null,
  issued_on date not null,
  content_digest text not null,
  template smallint not null,
  file_id uuid,
  voided_at timestamp with time zone,
  at timestamp with time zone not null,
  constraint issued_document_pkey PRIMARY KEY (case_id, document_id),
  constraint issued_document_content_digest_check CHECK ((content_digest ~ '^[0-9a-f]{64}$'::text)),
  constraint issued_document_template_check CHECK ((template > 0)),
  constraint issued_document_organisation_id_kind_year_n_fkey FOREIGN KEY (organisation_id, kind, year, n) REFERENCES document_number(organisation_id, kind, year, n)
);
CREATE INDEX issued_document_unrendered ON issued_document USING btree (at) WHERE ((file_id IS NULL) AND (voided_at IS NULL));
grant insert, select on issued_document to yichuang_app;
grant update (file_id, voided_at) on issued_document to yichuang_app;

create table item (
  item_id uuid not null,
  code text not null,
  state text not null,
  constraint item_pkey PRIMARY KEY (item_id),
  constraint item_code_key UNIQUE (code),
  constraint item_code_check CHECK (((length(code) >= 1) AND (length(code) <= 64))),
  constraint item_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'withdrawn'::text])))
);
grant insert, select on item to yichuang_app;
grant update (state) on item to yichuang_app;

create table item_change (
  no bigint not null
);
grant select, update on item_change to yichuang_app;

create table item_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint item_event_pkey PRIMARY KEY (stream_id, seq),
  constraint item_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint item_event_seq_check CHECK ((seq > 0))
);
grant insert, select on item_event to yichuang_app;

create unlogged table item_import_row (
  run_id uuid not null,
  code text not null,
  line integer not null,
  constraint item_import_row_pkey PRIMARY KEY (run_id, code)
);
grant delete, insert, select on item_import_row to yichuang_app;

create table item_listing (
  version_id uuid not null,
  item_id uuid not null,
  code text collate "C" not null,
  area_code text collate "C" not null,
  type_code text not null,
  state text not null,
  name text not null,
  main_name text,
  department text not null,
  name_topic integer not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  themes text[] not null default '{}'::text[],
  audiences text[] not null default '{}'::text[],
  readiness smallint not null default 0,
  time_limit jsonb,
  constraint item_listing_pkey PRIMARY KEY (version_id),
  constraint item_listing_readiness_check CHECK (((readiness >= 0) AND (readiness <= 2))),
  constraint item_listing_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(item_id),
  constraint item_listing_name_topic_fkey FOREIGN KEY (name_topic) REFERENCES item_topic(topic_no),
  constraint item_listing_version_id_fkey FOREIGN KEY (version_id) REFERENCES item_version(version_id)
);
CREATE INDEX item_listing_all ON item_listing USING btree (readiness DESC, code);
CREATE INDEX item_listing_area ON item_listing USING btree (area_code, code);
CREATE INDEX item_listing_code ON item_listing USING btree (code);
CREATE INDEX item_listing_department ON item_listing USING btree (department, code);
CREATE INDEX item_listing_item ON item_listing USING btree (item_id);
CREATE INDEX item_listing_name ON item_listing USING btree (name_topic, area_code, code);
CREATE INDEX item_listing_ready ON item_listing USING btree (area_code, readiness DESC, code);
CREATE INDEX item_listing_themes ON item_listing USING gin (themes);
grant delete, insert, select, update on item_listing to yichuang_app;

create table item_topic (
  topic_no integer not null generated always as identity,
  key bytea not null,
  texts text[] not null,
  name text not null,
  aliases text[] not null,
  main_name text,
  department text not null,
  constraint item_topic_pkey PRIMARY KEY (topic_no),
  constraint item_topic_key_key UNIQUE (key),
  constraint item_topic_texts_check CHECK ((array_length(texts, 1) >= 1))
);
grant insert, select on item_topic to yichuang_app;

create table item_version (
  version_id uuid not null,
  item_id uuid not null,
  no integer not null,
  effective_at timestamp with time zone not null,
  definition jsonb not null,
  digest bytea not null,
  source text not null,
  author text not null,
  approval text not null,
  constraint item_version_pkey PRIMARY KEY (version_id),
  constraint item_version_item_id_no_key UNIQUE (item_id, no),
  constraint item_version_digest_check CHECK ((length(digest) = 32)),
  constraint item_version_effective_at_check CHECK ((effective_at = date_trunc('milliseconds'::text, effective_at))),
  constraint item_version_no_check CHECK ((no > 0)),
  constraint item_version_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(item_id)
);
CREATE INDEX item_version_in_force ON item_version USING btree (item_id, effective_at DESC, no DESC);
CREATE INDEX item_version_not_ready ON item_version USING btree (version_id) WHERE ((((definition -> 'organ'::text) -> 'uscc'::text) = 'null'::jsonb) OR ((definition -> 'materials'::text) = '[]'::jsonb) OR (((definition -> 'legalLimit'::text) = 'null'::jsonb) AND (((definition ->> 'ruleSet'::text) = 'permit'::text) OR ((definition -> 'promisedLimit'::text) = 'null'::jsonb))));
grant insert, select on item_version to yichuang_app;

create table letter_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint letter_event_pkey PRIMARY KEY (stream_id, seq),
  constraint letter_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint letter_event_seq_check CHECK ((seq > 0))
);
grant insert, select on letter_event to yichuang_app;

create table log_head (
  only_row boolean not null default true,
  "position" bigint not null,
  constraint log_head_pkey PRIMARY KEY (only_row),
  constraint log_head_only_row_check CHECK (only_row),
  constraint log_head_position_check CHECK (("position" >= 0))
);
grant select, update on log_head to yichuang_app;

create table log_inbox (
  id bigint not null generated always as identity,
  stream text not null,
  stream_id uuid not null,
  seq integer not null,
  constraint log_inbox_pkey PRIMARY KEY (id)
);
grant delete, insert, select on log_inbox to yichuang_app;

create table log_order (
  "position" bigint not null,
  stream text not null,
  stream_id uuid not null,
  seq integer not null,
  constraint log_order_pkey PRIMARY KEY ("position"),
  constraint log_order_stream_id_seq_stream_key UNIQUE (stream_id, seq, stream),
  constraint log_order_position_check CHECK (("position" > 0))
);
grant insert, select on log_order to yichuang_app;

create table material (
  case_id uuid not null,
  material_id uuid not null,
  code text not null,
  form text not null,
  copies smallint not null,
  trust text not null,
  file_id uuid,
  valid_until date,
  checked_by text,
  checked_at timestamp with time zone,
  replaced_by uuid,
  at timestamp with time zone not null,
  constraint material_pkey PRIMARY KEY (case_id, material_id),
  constraint material_check CHECK ((((trust = 'B'::text) = (checked_by IS NOT NULL)) AND ((checked_by IS NULL) = (checked_at IS NULL)))),
  constraint material_check1 CHECK (((form <> 'electronic'::text) OR (file_id IS NOT NULL))),
  constraint material_code_check CHECK ((code <> ''::text)),
  constraint material_copies_check CHECK (((copies >= 1) AND (copies <= 99))),
  constraint material_form_check CHECK ((form = ANY (ARRAY['electronic'::text, 'original'::text, 'copy'::text]))),
  constraint material_trust_check CHECK ((trust = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])))
);
grant insert, select on material to yichuang_app;
grant update (trust, checked_by, checked_at, replaced_by) on material to yichuang_app;

create table message (
  id uuid not null,
  recipient_id uuid not null,
  channel text not null,
  template text not null,
  text text not null,
  path text not null,
  due_on date,
  document_id uuid,
  effective_on date not null,
  at timestamp with time zone not null,
  about_stream text not null,
  about_id uuid not null,
  about_seq integer not null,
  state text not null,
  state_at timestamp with time zone not null,
  reason text,
  external_id text,
  tries smallint not null default 0,
  next_at timestamp with time zone,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_check CHECK (((state = 'failed'::text) = (reason IS NOT NULL))),
  constraint message_path_check CHECK ((path ~ '^/'::text)),
  constraint message_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'read'::text, 'failed'::text]))),
  constraint message_text_check CHECK ((text <> ''::text))
);
CREATE INDEX message_about ON message USING btree (about_id, about_seq);
CREATE INDEX message_next ON message USING btree (state, next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX message_tray ON message USING btree (recipient_id, at DESC, id DESC) WHERE (channel = 'tray'::text);
CREATE INDEX message_unread ON message USING btree (recipient_id) WHERE ((channel = 'tray'::text) AND (state = 'delivered'::text));
grant insert, select, update on message to yichuang_app;

create table message_setting (
  person_id uuid not null,
  channel text not null,
  is_on boolean not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint message_setting_pkey PRIMARY KEY (person_id, channel)
);
grant insert, select, update on message_setting to yichuang_app;

create table migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null,
  constraint migration_pkey PRIMARY KEY (name)
);
comment on table migration is 'Steps of the schema applied to this database, each with the digest of its text.';
grant select on migration to yichuang_app;

create table number_series (
  organisation_id text not null,
  kind text not null,
  year smallint not null,
  last integer not null,
  constraint number_series_pkey PRIMARY KEY (organisation_id, kind, year),
  constraint number_series_last_check CHECK ((last > 0)),
  constraint number_series_year_check CHECK (((year >= 2000) AND (year <= 2999)))
);
grant insert, select on number_series to yichuang_app;
grant update (last) on number_series to yichuang_app;

create table organisation (
  uscc text not null,
  name text not null,
  division_code text not null,
  short_name text,
  review_authority text,
  court text,
  constraint organisation_pkey PRIMARY KEY (uscc),
  constraint organisation_court_check CHECK ((court <> ''::text)),
  constraint organisation_name_check CHECK ((name <> ''::text)),
  constraint organisation_review_authority_check CHECK ((review_authority <> ''::text)),
  constraint organisation_short_name_check CHECK ((short_name <> ''::text)),
  constraint organisation_uscc_check CHECK ((uscc ~ '^[0-9A-Z]{18}$'::text)),
  constraint organisation_division_code_fkey FOREIGN KEY (division_code) REFERENCES division(code)
);
CREATE INDEX organisation_division ON organisation USING btree (division_code);
grant insert, select, update on organisation to yichuang_app;

create table person (
  id uuid not null,
  kind text not null,
  name_box bytea,
  phone_box bytea,
  proof text not null,
  registered_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_check CHECK (((erased_at IS NULL) = (name_box IS NOT NULL))),
  constraint person_kind_check CHECK ((kind = ANY (ARRAY['natural'::text, 'legal'::text]))),
  constraint person_proof_check CHECK ((proof = ANY (ARRAY['claimed'::text, 'sighted'::text, 'verified'::text])))
);
grant insert, select, update on person to yichuang_app;

create table person_identifier (
  lookup bytea not null,
  person_id uuid not null,
  kind text not null,
  value_box bytea not null,
  constraint person_identifier_pkey PRIMARY KEY (lookup),
  constraint person_identifier_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX person_identifier_person ON person_identifier USING btree (person_id);
grant delete, insert, select on person_identifier to yichuang_app;

create table post (
  id uuid not null,
  account_id uuid not null,
  role text not null,
  organisation text,
  place_code text,
  window_code text,
  from_on date not null,
  until_on date,
  ended_at timestamp with time zone,
  constraint post_pkey PRIMARY KEY (id),
  constraint post_check CHECK ((until_on >= from_on)),
  constraint post_check1 CHECK (((window_code IS NULL) OR (place_code IS NOT NULL))),
  constraint post_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint post_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation(uscc),
  constraint post_place_code_fkey FOREIGN KEY (place_code) REFERENCES service_place(code),
  constraint post_place_code_window_code_fkey FOREIGN KEY (place_code, window_code) REFERENCES service_window(place_code, code)
);
CREATE INDEX post_account ON post USING btree (account_id, from_on DESC, id DESC);
CREATE INDEX post_organisation ON post USING btree (organisation);
CREATE TRIGGER post_rights AFTER INSERT OR DELETE OR UPDATE ON post FOR EACH ROW EXECUTE FUNCTION rights_changed_by_row();
CREATE TRIGGER post_rights_of_substitutes AFTER UPDATE ON post FOR EACH ROW EXECUTE FUNCTION rights_changed_by_post();
grant insert, select, update on post to yichuang_app;

create table query_try (
  mark bytea not null,
  since timestamp with time zone not null,
  tries integer not null,
  constraint query_try_pkey PRIMARY KEY (mark),
  constraint query_try_tries_check CHECK ((tries >= 0))
);
CREATE INDEX query_try_since ON query_try USING btree (since);
grant delete, insert, select, update on query_try to yichuang_app;

create table rating (
  invitation_id uuid not null,
  level smallint not null,
  scale text not null,
  labels text[] not null,
  given_on date not null,
  organisation text not null,
  constraint rating_pkey PRIMARY KEY (invitation_id),
  constraint rating_level_check CHECK (((level >= 1) AND (level <= 5)))
);
CREATE INDEX rating_office ON rating USING btree (organisation, given_on DESC, invitation_id DESC);
grant insert, select on rating to yichuang_app;

create table rating_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint rating_event_pkey PRIMARY KEY (stream_id, seq),
  constraint rating_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint rating_event_seq_check CHECK ((seq > 0))
);
grant insert, select on rating_event to yichuang_app;

create table rating_invitation (
  id uuid not null,
  kind text not null,
  case_id uuid not null,
  about_seq integer not null,
  item_code text not null,
  version_id uuid not null,
  organisation text not null,
  place text,
  window_code text,
  applicant_id uuid not null,
  on_day date not null,
  until_on date not null,
  constraint rating_invitation_pkey PRIMARY KEY (id),
  constraint rating_invitation_kind_check CHECK ((kind = ANY (ARRAY['case'::text, 'visit'::text])))
);
CREATE INDEX rating_invitation_case ON rating_invitation USING btree (case_id);
CREATE INDEX rating_invitation_day ON rating_invitation USING btree (on_day);
CREATE INDEX rating_invitation_mine ON rating_invitation USING btree (applicant_id, on_day DESC, id DESC);
CREATE INDEX rating_invitation_office ON rating_invitation USING btree (organisation, on_day DESC, id DESC);
grant insert, select on rating_invitation to yichuang_app;

create table rating_order (
  invitation_id uuid not null,
  number text not null,
  organisation text not null,
  state text not null,
  next_due_on date,
  fold jsonb not null,
  constraint rating_order_pkey PRIMARY KEY (invitation_id),
  constraint rating_order_state_check CHECK ((state = ANY (ARRAY['opened'::text, 'verified'::text, 'rectified'::text, 'fedBack'::text, 'solved'::text, 'unsolved'::text, 'closed'::text])))
);
CREATE INDEX rating_order_closed ON rating_order USING btree (organisation, number DESC) WHERE (state = 'closed'::text);
CREATE INDEX rating_order_closed_all ON rating_order USING btree (number DESC) WHERE (state = 'closed'::text);
CREATE INDEX rating_order_due ON rating_order USING btree (next_due_on) WHERE (next_due_on IS NOT NULL);
CREATE INDEX rating_order_open ON rating_order USING btree (organisation, next_due_on NULLS FIRST, number) WHERE (state <> 'closed'::text);
CREATE INDEX rating_order_open_all ON rating_order USING btree (next_due_on NULLS FIRST, number) WHERE (state <> 'closed'::text);
grant insert, select, update on rating_order to yichuang_app;

create table rating_tally (
  kind text not null,
  organisation text not null,
  span text not null,
  from_on date not null,
  subject text[] not null,
  version_id uuid not null,
  invitations integer not null,
  level_5 integer not null,
  level_4 integer not null,
  level_3 integer not null,
  level_2 integer not null,
  level_1 integer not null,
  orders integer not null,
  closed integer not null,
  solved integer not null,
  constraint rating_tally_pkey PRIMARY KEY (kind, organisation, span, from_on, subject),
  constraint rating_tally_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'item'::text, 'window'::text]))),
  constraint rating_tally_span_check CHECK ((span = ANY (ARRAY['day'::text, 'month'::text])))
);
CREATE INDEX rating_tally_span ON rating_tally USING btree (kind, span, from_on);
grant delete, insert, select, update on rating_tally to yichuang_app;

create table rating_words (
  stream_id uuid not null,
  seq integer not null,
  path text not null,
  salt bytea not null,
  value jsonb not null,
  constraint rating_words_pkey PRIMARY KEY (stream_id, seq, path)
);
grant delete, insert, select on rating_words to yichuang_app;

create table region_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint region_event_pkey PRIMARY KEY (stream_id, seq),
  constraint region_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint region_event_seq_check CHECK ((seq > 0))
);
grant insert, select on region_event to yichuang_app;

create table request_key (
  actor text not null,
  key text not null,
  digest bytea not null,
  status smallint not null,
  reply jsonb not null,
  at timestamp with time zone not null,
  constraint request_key_pkey PRIMARY KEY (actor, key)
);
CREATE INDEX request_key_at ON request_key USING btree (at);
grant delete, insert, select on request_key to yichuang_app;

create table rights_version (
  actor text not null,
  version uuid not null,
  constraint rights_version_pkey PRIMARY KEY (actor)
);
grant insert, select, update on rights_version to yichuang_app;

create table service_place (
  code text not null,
  name text not null,
  division_code text not null,
  address text,
  hours jsonb not null,
  constraint service_place_pkey PRIMARY KEY (code),
  constraint service_place_code_check CHECK ((code ~ '^[0-9A-Za-z-]{1,32}$'::text)),
  constraint service_place_name_check CHECK ((name <> ''::text)),
  constraint service_place_division_code_fkey FOREIGN KEY (division_code) REFERENCES division(code)
);
CREATE INDEX service_place_division ON service_place USING btree (division_code);
grant insert, select, update on service_place to yichuang_app;

create table service_window (
  place_code text not null,
  code text not null,
  name text not null,
  constraint service_window_pkey PRIMARY KEY (place_code, code),
  constraint service_window_code_check CHECK ((code ~ '^[0-9A-Za-z-]{1,32}$'::text)),
  constraint service_window_name_check CHECK ((name <> ''::text)),
  constraint service_window_place_code_fkey FOREIGN KEY (place_code) REFERENCES service_place(code)
);
grant insert, select, update on service_window to yichuang_app;

create table session (
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  stage text not null,
  place_code text,
  idle_minutes smallint not null,
  last_seen_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_hash_key UNIQUE (token_hash),
  constraint session_idle_minutes_check CHECK ((idle_minutes > 0)),
  constraint session_stage_check CHECK ((stage = ANY (ARRAY['second_factor'::text, 'open'::text]))),
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX session_account ON session USING btree (account_id);
CREATE TRIGGER session_rights AFTER UPDATE OF account_id, token_hash, stage, place_code, idle_minutes, until_at, ended_at ON session FOR EACH ROW EXECUTE FUNCTION rights_changed_by_row();
CREATE TRIGGER session_rights_gone AFTER DELETE ON session FOR EACH ROW WHEN ((old.ended_at IS NULL)) EXECUTE FUNCTION rights_changed_by_row();
grant delete, insert, select, update on session to yichuang_app;

create table staff_event (
  stream_id uuid not null,
  seq integer not null,
  v smallint not null,
  kind text not null,
  body jsonb not null,
  actor text not null,
  on_behalf_of text,
  authority text not null,
  ground text,
  channel text not null,
  place text,
  effective_on date not null,
  at timestamp with time zone not null,
  prev_hash bytea,
  hash bytea not null,
  constraint staff_event_pkey PRIMARY KEY (stream_id, seq),
  constraint staff_event_at_check CHECK ((at = date_trunc('milliseconds'::text, at))),
  constraint staff_event_seq_check CHECK ((seq > 0))
);
grant insert, select on staff_event to yichuang_app;

create table stream_head (
  stream text not null,
  stream_id uuid not null,
  seq integer not null,
  hash bytea not null,
  at timestamp with time zone not null,
  constraint stream_head_pkey PRIMARY KEY (stream, stream_id),
  constraint stream_head_seq_check CHECK ((seq > 0))
);
grant insert, select, update on stream_head to yichuang_app;

create table substitute (
  id uuid not null,
  post_id uuid not null,
  account_id uuid not null,
  reason text not null,
  from_on date not null,
  until_on date,
  ended_at timestamp with time zone,
  constraint substitute_pkey PRIMARY KEY (id),
  constraint substitute_check CHECK ((until_on >= from_on)),
  constraint substitute_check1 CHECK (((until_on IS NOT NULL) OR (reason = 'b_post'::text))),
  constraint substitute_reason_check CHECK ((reason = ANY (ARRAY['b_post'::text, 'leave'::text, 'business_trip'::text, 'training'::text, 'meeting'::text, 'other'::text]))),
  constraint substitute_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint substitute_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
);
CREATE INDEX substitute_account ON substitute USING btree (account_id) WHERE (ended_at IS NULL);
CREATE INDEX substitute_post ON substitute USING btree (post_id);
CREATE TRIGGER substitute_rights AFTER INSERT OR DELETE OR UPDATE ON substitute FOR EACH ROW EXECUTE FUNCTION rights_changed_by_row();
grant insert, select, update on substitute to yichuang_app;

-- views

create view identity_view_session as
 SELECT s.id AS session_id,
    s.token_hash,
    s.place_code,
    s.idle_minutes,
    s.last_seen_at,
    s.until_at,
    a.id AS account_id,
    a.kind,
    a.person_id
   FROM (session s
     JOIN account a ON ((a.id = s.account_id)))
  WHERE ((s.stage = 'open'::text) AND (s.ended_at IS NULL) AND (a.closed_at IS NULL));
grant select on identity_view_session to yichuang_app;
