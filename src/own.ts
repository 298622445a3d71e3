/**
 * What an object itself holds under a name; undefined where it only inherits something of that name, as every object
 * inherits a `constructor`. A name that comes from outside is data: it is looked up by this, or in a `Map`.
 */
export const own = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;
