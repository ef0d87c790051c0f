"""How are a child's own words kept so that only the safeguarding officers can ever read them?

Every officer has an X25519 key pair; a third pair, the recovery key, exists on paper only.  What one child
wrote in one form (all free text, and the wish to be called back) becomes one padded message: JSON behind a
length, filled up with zeros to 4, 16, 64, 256 or 1024 KiB, so that its size says next to nothing.  A fresh
256-bit data key encrypts it once with AES-256-GCM (random 96-bit nonce, the item's id as associated data).
The data key is then sealed to each officer's public key and to the recovery key with HPKE in base mode
(RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message per context), with the item's
and the key's ids in ``info``, so that no sealed key can be moved to another item or person.  An officer's
private key is stored only under AES-256-GCM with a key that scrypt (N = 2^17, r = 8, p = 1, 128 MB a guess)
makes from the officer's passphrase, the key's id and public key as associated data; passphrase and opened
key are never written anywhere.  So the database alone, a backup, the server's secret and an administrator's
account open nothing; what opens a text is a passphrase and its row, or the paper.  Not promised: against
somebody who rules the running server while an officer's desk is open, or who reads arriving requests in its
memory.
"""
