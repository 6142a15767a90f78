-- 草稿: applications on their way. Neither events nor cases: changed in place, gone with submission or 90 days after the last change.
-- What a person wrote stands here only sealed (SM4, HMAC-SM3) under keys that are not in the database, and goes when the person is erased.

-- A draft of one applicant for one item. On the applicant's side whoever may apply for them goes on with it; at a window every
-- clerk of the office, so that a colleague can take over.
create table draft (
  draft_id     uuid        primary key,
  item_code    text        not null,
  version_id   uuid        not null,        -- the version that whoever works on it has seen; submitting asks that it is still the one in force
  applicant_id uuid        not null,
  agent_id     uuid,                        -- the agent who stands at the window
  made_by      text        not null,        -- account
  organisation text,                        -- the office whose window goes on with it; null: the applicant's side alone
  place        text,
  code_lookup  bytea       unique,          -- HMAC-SM3 of the code by which another device, or a window, takes it up; works once
  code_until   timestamptz,
  made_at      timestamptz not null,
  changed_at   timestamptz not null,
  check ((code_lookup is null) = (code_until is null))
);
create index draft_applicant on draft (applicant_id, changed_at desc);
create index draft_made_by on draft (made_by, changed_at desc);
create index draft_organisation on draft (organisation, changed_at desc) where organisation is not null;
create index draft_changed on draft (changed_at);

-- One answer or material of a draft. `rev` counts its changes: whoever saves says which one they saw, and of two who saw the same one
-- the second is told, not overwritten.
create table draft_answer (
  draft_id  uuid        not null references draft on delete cascade,
  path      text        not null,
  rev       int         not null check (rev > 0),
  value_box bytea,                          -- null: emptied
  saved_by  text        not null,
  saved_at  timestamptz not null,
  primary key (draft_id, path)
);

-- Who worked on a draft. Goes with it; those who prepared an application are named by the event that submits it.
create table draft_hand (
  draft_id uuid        not null references draft on delete cascade,
  account  text        not null,
  last_at  timestamptz not null,
  primary key (draft_id, account)
);

grant select, insert, update, delete on draft, draft_answer, draft_hand to yichuang_app;

-- A file in a draft is held by it: kept as long as the draft, handed in with it, and by nobody else.
alter table file add column held_by uuid;
alter table file add constraint file_held check (held_by is null or case_id is null);
grant update (held_by) on file to yichuang_app;
drop index file_loose;
create index file_loose on file (at) where case_id is null and held_by is null;  -- uploads nobody handed in, swept after a time
create index file_held on file (held_by) where held_by is not null;

-- Papers that prove a delegation are no loose uploads.
create index delegation_proof on delegation (proof_file_id) where proof_file_id is not null;

-- Published versions that nobody can apply for yet: what item staff have to complete. The condition is that of `lacksOf`.
create index item_version_not_ready on item_version (version_id)
  where definition -> 'organ' -> 'uscc' = 'null' or definition -> 'materials' = '[]' or definition -> 'legalLimit' = 'null'
    and (definition ->> 'ruleSet' = 'permit' or definition -> 'promisedLimit' = 'null');
