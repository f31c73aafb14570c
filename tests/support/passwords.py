"""The password of everybody in the tests, hashed once for each worker."""

from engine.identity.passwords import hash_password

PASSWORD = "kata sandi yang panjang"
HASH = hash_password(PASSWORD)
