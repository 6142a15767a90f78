// Generated from the migrated schema; do not edit.
export interface DB {}
