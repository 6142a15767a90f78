-- 权限变更: an act need not read again what its caller may do when that was read a moment ago; its last statement proves that nothing
-- has changed since.

-- One row an account, new with every change of its sessions, posts and standing in; no row while nothing has changed.
create table rights_version (
  actor   text primary key,  -- the account, as request_key names it
  version uuid not null
);
grant select, insert, update on rights_version to yichuang_app;

create function rights_changed(account uuid) returns void language sql as $$
  insert into rights_version (actor, version) values (account::text, gen_random_uuid())
  on conflict (actor) do update set version = excluded.version
$$;

-- The database itself notices changes, so that no way of changing rights can forget to.
create function rights_changed_by_row() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform rights_changed(old.account_id); end if;
  if tg_op <> 'DELETE' then perform rights_changed(new.account_id); end if;
  return null;
end $$;

create function rights_changed_by_account() returns trigger language plpgsql as $$
begin
  perform rights_changed(old.id);
  return null;
end $$;

-- A post is also held by those who stand in for its holder.
create function rights_changed_by_post() returns trigger language plpgsql as $$
begin
  perform rights_changed(account_id) from substitute where post_id = old.id;
  return null;
end $$;

create trigger session_rights after update of account_id, token_hash, stage, place_code, idle_minutes, until_at, ended_at on session
  for each row execute function rights_changed_by_row();  -- last_seen_at changes no right
create trigger session_rights_gone after delete on session
  for each row when (old.ended_at is null) execute function rights_changed_by_row();
create trigger account_rights after update of kind, person_id, closed_at on account
  for each row execute function rights_changed_by_account();
create trigger post_rights after insert or update or delete on post
  for each row execute function rights_changed_by_row();
create trigger post_rights_of_substitutes after update on post
  for each row execute function rights_changed_by_post();
create trigger substitute_rights after insert or update or delete on substitute
  for each row execute function rights_changed_by_row();
