import { z } from 'zod';
import { atMostOne, exactlyOne, proxiesAgree, proxyFields, tlsConfig } from './http.ts';
import { duration } from './scalars.ts';

export const etcdSettings = z
  .strictObject({
    endpoints: z
      .array(z.url({ protocol: /^https?$/ }))
      .min(1)
      .describe(
        'Client URLs of the members of one cluster, e.g. http://127.0.0.1:2379; another is asked when one fails.',
      ),
    prefix: z
      .string()
      .regex(/^\/?[^\s/]+(\/[^\s/]+)*\/?$/, 'expected words separated by slashes, such as /ringdeck')
      .default('/ringdeck')
      .describe('Keys lie below it, in a folder named by the id of the profile.'),
    username: z.string().optional().describe('User of etcd, when it asks for one.'),
    username_file: z.string().optional().describe('File that holds the user name; read again for each log-in.'),
    password: z.string().optional().describe('Password. Prefer `password_file`, or `${ENV_NAME}`.'),
    password_file: z.string().optional().describe('File that holds the password; read again for each log-in.'),
    timeout: duration.prefault('3s').describe('Longest wait for one answer of one member.'),
    tls_config: tlsConfig.optional(),
    ...proxyFields,
  })
  .refine(...atMostOne('username', 'username_file'))
  .refine(...atMostOne('password', 'password_file'))
  .superRefine(proxiesAgree)
  .meta({ id: 'EtcdStore' });

/** Where validations and the journal are kept. */
export const ringStore = z
  .strictObject({
    file: z
      .string()
      .optional()
      .describe('JSON file with `rings.<id>.validated`, relative to the profile; other fields are kept.'),
    etcd: etcdSettings.optional().describe('An etcd cluster, for a team on several machines.'),
  })
  .refine(...exactlyOne('file', 'etcd'));

export type EtcdSettings = z.infer<typeof etcdSettings>;
