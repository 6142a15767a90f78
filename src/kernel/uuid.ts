/** The form of a UUID as it stands in paths and bodies. Apart from `ids.ts`, because browsers load it too. */
export const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
