-- 本地模型: whether an embedding model of the centre's own takes part in finding. Rows are only ever added; the last one counts, and only
-- one that holds the marks of an examination can say 'on'.
create table finder_model (
  no         bigint      primary key check (no > 0),
  state      text        not null check (state in ('on', 'off')),
  model      text        check ((state = 'on') = (model is not null)),
  dimensions int         check ((state = 'on') = (dimensions is not null) and dimensions > 0),
  weight     real        check ((state = 'on') = (weight is not null) and weight > 0), -- of its mark, fitted; nothing else of the ranking changes
  knowledge  bytea       check ((state = 'on') = (knowledge is not null)),            -- digest of what shipped when it was measured: the marks hold for that alone
  marks      jsonb       check ((state = 'on') = (marks is not null)),
  by_name    text        not null,                                                    -- whoever says to have run the command on this machine
  at         timestamptz not null
);
grant select, insert on finder_model to yichuang_app;

-- Where the model sees the topics of the list, so that it is asked once for each text. They belong to one measurement: after another one
-- they are asked for anew. A topic whose text is not here yet is found by what ships.
create table finder_vector (
  no       bigint generated always as identity primary key, -- taken under a lock, so that nobody sees a number before those below it
  model_no bigint not null references finder_model,
  digest   bytea  not null,                                 -- SM3 of the text
  vector   bytea  not null check (octet_length(vector) % 4 = 0), -- 32-bit floats, low byte first, of length 1
  unique (model_no, digest)
);
grant select, insert, delete on finder_vector to yichuang_app;
