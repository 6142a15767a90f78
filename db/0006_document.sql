-- 材料与文书: uploaded files, material records, document numbers and the documents we issue.
-- Contents lie outside the database, each under the SM3 of its bytes; what is personal stands in rows that erasing deletes.

-- Contents that are in use. Locking a row keeps a content from being removed while somebody begins to use it.
create table blob (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  bytes  int  not null check (bytes > 0)
);

-- Files found sound: uploaded by somebody or rendered by us. Keyed by themselves, because an upload comes before its case.
create table file (
  file_id     uuid        primary key,
  digest      text        not null references blob,
  media_type  text        not null,
  bytes       int         not null check (bytes > 0),
  pages       int         check (pages > 0),
  pixels      int         check (pixels > 0),
  uploaded_by text        not null,                 -- account; 'system' for what we render
  case_id     uuid,                                 -- null until it is handed in with a case
  at          timestamptz not null
);
create index file_digest on file (digest);
create index file_case on file (case_id) where case_id is not null;
create index file_loose on file (at) where case_id is null;   -- uploads nobody handed in, swept after a time

-- Names of files as their owners gave them: often a person's name, so apart.
create table file_name (
  file_id uuid primary key references file,
  name    text not null check (name <> '')
);

-- Materials 材料 of a case: which one it is, how it came, how far it may be trusted 可信等级.
create table material (
  case_id     uuid        not null,
  material_id uuid        not null,
  code        text        not null check (code <> ''),       -- the material in the item's list
  form        text        not null check (form in ('electronic', 'original', 'copy')),
  copies      smallint    not null check (copies between 1 and 99),
  trust       text        not null check (trust in ('A', 'B', 'C', 'D')),
  file_id     uuid,                                          -- null for paper only; may name a file erased since
  valid_until date,
  checked_by  text,                                          -- who compared it with the original
  checked_at  timestamptz,
  replaced_by uuid,                                          -- a later one for the same line of the list
  at          timestamptz not null,
  primary key (case_id, material_id),
  check ((trust = 'B') = (checked_by is not null) and (checked_by is null) = (checked_at is null)),
  check (form <> 'electronic' or file_id is not null)
);

-- Number series 文号: one without gaps for each organisation, kind and year. The row is locked while a number is taken.
create table number_series (
  organisation_id text     not null,
  kind            text     not null,
  year            smallint not null check (year between 2000 and 2999),
  last            int      not null check (last > 0),
  primary key (organisation_id, kind, year)
);

-- Every number ever taken. One that is voided 作废 stays, so that the series can be shown to be whole.
create table document_number (
  organisation_id text        not null,
  kind            text        not null,
  year            smallint    not null,
  n               int         not null check (n > 0),
  text            text        not null check (text <> ''),
  taken_at        timestamptz not null,
  voided_at       timestamptz,
  void_reason     text        check (void_reason <> ''),
  primary key (organisation_id, kind, year, n),
  check ((voided_at is null) = (void_reason is null))
);

-- Documents issued 已制发文书: fixed when the act was done, rendered once, handed out in the same bytes ever after.
create table issued_document (
  case_id         uuid        not null,
  document_id     uuid        not null,
  kind            text        not null,
  organisation_id text        not null,
  year            smallint    not null,
  n               int         not null,
  number          text        not null,
  issued_on       date        not null,
  content_digest  text        not null check (content_digest ~ '^[0-9a-f]{64}$'),  -- H(salt ‖ canonical(content)); the event carries it too
  template        smallint    not null check (template > 0),                       -- version of the template it was made for
  file_id         uuid,                                                            -- null until rendered
  voided_at       timestamptz,
  at              timestamptz not null,
  primary key (case_id, document_id),
  foreign key (organisation_id, kind, year, n) references document_number
);
create index issued_document_unrendered on issued_document (at) where file_id is null and voided_at is null;

-- What stands in a document: names, reasons, addresses. Erasing deletes the row; the digest above then proves nothing any more.
create table document_content (
  case_id     uuid  not null,
  document_id uuid  not null,
  salt        bytea not null check (length(salt) = 32),
  content     jsonb not null,
  primary key (case_id, document_id),
  foreign key (case_id, document_id) references issued_document
);

grant select, insert, update, delete on blob to yichuang_app;
grant select, insert, delete on file to yichuang_app;
grant update (case_id) on file to yichuang_app;
grant select, insert, delete on file_name to yichuang_app;
grant select, insert on material to yichuang_app;
grant update (trust, checked_by, checked_at, replaced_by) on material to yichuang_app;
grant select, insert on number_series to yichuang_app;
grant update (last) on number_series to yichuang_app;
grant select, insert on document_number to yichuang_app;
grant update (voided_at, void_reason) on document_number to yichuang_app;
grant select, insert on issued_document to yichuang_app;
grant update (file_id, voided_at) on issued_document to yichuang_app;
grant select, insert, delete on document_content to yichuang_app;
