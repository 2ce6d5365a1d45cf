type Given<Fields extends object> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The fields that have a value: an option that was not typed is left out rather than passed on as undefined. */
export const given = <Fields extends object>(fields: Fields): Given<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>
