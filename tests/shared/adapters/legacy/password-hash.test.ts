import { describe, expect, it } from "@jest/globals";
import { cpuTime } from "../../../../packages/local-aws/tests/support/cpu-time.js";
import { verifyPasswordHash } from "../../../../shared/adapters/legacy/password-hash.js";

const HORSE = "Correct-Horse-1!";
const SALT = "c2FsdHNhbHRzYWx0c2FsdA";

/** Made with other implementations than the ones under test, unless a source is named. */
const VECTORS: [string, string, string][] = [
  ["crypt_blowfish's own test", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["crypt(3), $2b$", HORSE, "$2b$06$abcdefghijklmnopqrstuuh/VkFMJeGk6GrWGFFiyubXgxTu2ce6C"],
  ["crypt(3), $2a$ and UTF-8", "pässwörd", "$2a$05$abcdefghijklmnopqrstuuZVEMa1pjhlynBQ1qXmSvGBJpN9h1w8G"],
  ["crypt(3), $2y$ as PHP has it", HORSE, "$2y$05$abcdefghijklmnopqrstuuiAJk9J1089TAw4Lc1jrVbyB1OoO.WaC"],
  [
    "argon2id of the reference implementation",
    "password",
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  ],
  [
    "scrypt, RFC 7914 section 12, second vector",
    "password",
    "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA",
  ],
  ["PBKDF2-SHA1, RFC 6070, 4096 rounds", "password", "pbkdf2_sha1$4096$salt$SwB5AbdlSJq+rUnZJvch0GWkKcE="],
  ["PBKDF2-SHA1 as passlib writes it", HORSE, `$pbkdf2$1000$${SALT}$.H6APuEGpMFpw3lEbbcoQAYXljI`],
  [
    "PBKDF2-SHA256 as passlib writes it",
    HORSE,
    `$pbkdf2-sha256$1000$${SALT}$USoygTb/59UwHWHLonp50pgOlHXezVciqUejRUCDvmY`,
  ],
  [
    "PBKDF2-SHA512 as passlib writes it",
    HORSE,
    `$pbkdf2-sha512$1000$${SALT}$FU7TF50sDGp31BiANtpr5ESMHiY0b106vDvjVa13XR5day8PUheOTAjt9dfSK7k8VDGfNFJvY5LbDADn6qsWXw`,
  ],
  [
    "PBKDF2-SHA256 as Django writes it",
    HORSE,
    "pbkdf2_sha256$1000$seasalt$R++nV0DQ0w21Fzbcg6J/7aKAwQTQr3s8oEcHLKxIf7w=",
  ],
  ["SHA-1 as LDAP writes it", HORSE, "{SSHA}9UA11d2UYJRuK6/ArDgyhGlDjykBAgMEBQYHCA=="],
  ["SHA-256 as LDAP writes it", HORSE, "{SSHA256}SkH8Hp3o1ku3J0ECfFOpxJZCQjLKHj/tGzJGMtU4E1YBAgMEBQYHCA=="],
  [
    "SHA-512 as LDAP writes it",
    HORSE,
    "{SSHA512}KC2i+vm1oQuqVpW45oZGAIaQRGIJWiXB2xwCpiXQVdRgTtZclJB6c4hnqkFg4dWkjoR36G0ej/U/xWoArEHy9gECAwQFBgcI",
  ],
  ["SHA-1 after its salt", HORSE, "sha1$salt7$8b327fc48c14c385953c7f2a3f48333c3f19fdaf"],
  [
    "SHA-256 after its salt",
    HORSE,
    "sha256$salt7$139c4c36617844e88a154265d7373d9d734bd1323a09ef0a3223450592be3e4f",
  ],
  [
    "SHA-512 after its salt",
    HORSE,
    "sha512$salt7$ec94b2cb27a8976febe1f69e56b57f65bc46304e4fbe0ab93f442b7f70fe012d58bceb2482324cfac10e523fde18ad400d4f8b5b348366781afeabee4382944b",
  ],
];

describe.each(VECTORS)("a hash of %s", (_, password, stored) => {
  it("matches its password", async () => {
    expect(await verifyPasswordHash(password, stored)).toBe("match");
  });

  it.each([`${password} `, password.slice(1), password.toUpperCase(), ""])(
    "matches no other, not %p",
    async (other) => {
      expect(await verifyPasswordHash(other === password ? `${other}x` : other, stored)).toBe("mismatch");
    },
  );
});

it("bcrypt reads 72 bytes, and rejects a password with a NUL", async () => {
  const stored = "$2b$06$abcdefghijklmnopqrstuuh/VkFMJeGk6GrWGFFiyubXgxTu2ce6C";
  expect(await verifyPasswordHash("x".repeat(200), stored)).toBe("mismatch");
  expect(await verifyPasswordHash(`${HORSE}\u0000`, stored)).toBe("mismatch");
});

it.each([
  "$2b$13$abcdefghijklmnopqrstuuh/VkFMJeGk6GrWGFFiyubXgxTu2ce6C",
  "$argon2id$v=19$m=65537,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=19$m=65536,t=5,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=19$m=1024,t=1,p=9$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  `$scrypt$ln=17,r=8,p=1$TmFDbA$${SALT}`,
  `$scrypt$ln=16,r=8,p=3$TmFDbA$${SALT}`,
  `$pbkdf2-sha256$1000001$${SALT}$${SALT}`,
])("too much work is not begun: %s", async (stored) => {
  const work = await cpuTime(async () => expect(await verifyPasswordHash(HORSE, stored)).toBe("too_costly"));
  expect(work).toBeLessThan(50);
});

it.each([
  "",
  HORSE,
  "5f4dcc3b5aa765d61d8327deb882cf99",
  "$1$salt$hash",
  "$2x$06$abcdefghijklmnopqrstuuh/VkFMJeGk6GrWGFFiyubXgxTu2ce6C",
  "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=19$m=4,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
  "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
  `$pbkdf2-sha256$0$${SALT}$${SALT}`,
  `$pbkdf2-sha256$1000$${SALT}$AAAA`,
  "sha256$salt7$8b327fc48c14c385953c7f2a3f48333c3f19fdaf",
])("a form that is not one of those, %p, matches nothing", async (stored) => {
  expect(await verifyPasswordHash(HORSE, stored)).toBe("unknown");
});
