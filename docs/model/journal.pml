/*
 * The journal: what became of each transaction that was signed, and the order's rows. Each inline is one statement or
 * transaction of the database, so it is called within an atomic step.
 */
#define NEVER_SIGNED 0
#define OPEN 1
#define MINED 2
#define REVERTED 3
#define REPLACED 4
#define ABANDONED 5
byte outcome[NONCES * PURPOSES];
byte inBlock[NONCES * PURPOSES]; /* while the outcome is MINED or REVERTED */
#define outcomeOf(nonce, purpose) outcome[(nonce) * PURPOSES + (purpose)]
#define recordedBlock(nonce, purpose) inBlock[(nonce) * PURPOSES + (purpose)]
#define isInJournal(nonce, purpose) (outcomeOf(nonce, purpose) != NEVER_SIGNED)
#define endedInBlock(nonce, purpose) (outcomeOf(nonce, purpose) == MINED || outcomeOf(nonce, purpose) == REVERTED)

/* An order waits for its token, or is called deployed, by the delivery of a nonce, in a block. */
bit isDeployed[PURPOSES];
byte deployNonce[PURPOSES];
byte deployBlock[PURPOSES];

SCRATCH byte row;
SCRATCH byte slot;
SCRATCH byte first;
SCRATCH byte last;

/* transactions_one_open_per_nonce, and what it finds; NONCES stands for none. */
#define hasOpen(nonce) \
  (outcomeOf(nonce, 0) == OPEN || outcomeOf(nonce, 1) == OPEN || outcomeOf(nonce, 2) == OPEN)
#define hasEndedInBlockAfter(nonce, block) \
  ((endedInBlock(nonce, 0) && recordedBlock(nonce, 0) > block) || \
   (endedInBlock(nonce, 1) && recordedBlock(nonce, 1) > block) || \
   (endedInBlock(nonce, 2) && recordedBlock(nonce, 2) > block))
#define hasEndedInBlock(nonce) (endedInBlock(nonce, 0) || endedInBlock(nonce, 1) || endedInBlock(nonce, 2))
#define isSigned(nonce) (isInJournal(nonce, 0) || isInJournal(nonce, 1) || isInJournal(nonce, 2))

/* transactions_one_open_per_order: the nonce of an order's open delivery; NONCES where it has none. */
inline findOpenDelivery(order, nonce) {
  nonce = 0;
  do
  :: nonce < NONCES && outcomeOf(nonce, order) != OPEN -> nonce++
  :: else -> break
  od
}

/* recordReceipt: no other transaction of this nonce can be in a block. */
inline recordReceipt(nonce, purpose, isSuccess, block) {
  if
  :: purpose != FOREIGN && isInJournal(nonce, purpose) ->
     printf("journal: nonce %d purpose %d has a receipt of block %d, success %d\n", nonce, purpose, block, isSuccess);
     row = 0;
     do
     :: row < PURPOSES ->
        if
        :: isInJournal(nonce, row) -> outcomeOf(nonce, row) = REPLACED; recordedBlock(nonce, row) = 0
        :: else
        fi;
        row++
     :: else -> break
     od;
     outcomeOf(nonce, purpose) = (isSuccess -> MINED : REVERTED);
     recordedBlock(nonce, purpose) = block
  :: else
  fi
}

inline recordDeployed(order, nonce, block) {
  if
  :: !isDeployed[order] -> printf("orders: order %d is deployed by nonce %d in block %d\n", order, nonce, block);
     isDeployed[order] = 1; deployNonce[order] = nonce; deployBlock[order] = block
  :: else
  fi
}

inline recordWithdrawn(order) {
  printf("orders: delivery of %d withdrawn\n", order);
  isDeployed[order] = 0;
  deployNonce[order] = 0;
  deployBlock[order] = 0
}

/* What the two rules differ in: whether a nonce that the node counts as free may be signed with. */
#if RULE == FORMER
#define isLeftOut(nonce, block) (!hasOpen(nonce) && !hasEndedInBlock(nonce))
#else
#define isLeftOut(nonce, block) (!hasOpen(nonce) && !hasEndedInBlockAfter(nonce, block))
#endif

/* signNext's choice, under the lane's lock. `counted` and `block` are what one node said before. */
inline chooseNonce(nonce, counted, block) {
#if RULE == FORMER
  nonce = NONCES;
  do
  :: nonce > counted && !isSigned(nonce - 1) -> nonce--
  :: else -> break
  od
#else
  nonce = counted;
  do
  :: nonce < NONCES && !isLeftOut(nonce, block) -> nonce++
  :: else -> break
  od
#endif
}

/* Stores signed bytes. Where the very same ones are there already, with an end, they are open again (or refused: transactions_chain_sender_nonce_hash). */
inline insertOpen(nonce, purpose, isStored) {
  if
#if SAME_BYTES == REFUSED
  :: hasOpen(nonce) || isInJournal(nonce, purpose) -> isStored = 0
#else
  :: hasOpen(nonce) -> isStored = 0
#endif
  :: else ->
     printf("journal: nonce %d is signed for purpose %d\n", nonce, purpose);
     outcomeOf(nonce, purpose) = OPEN;
     recordedBlock(nonce, purpose) = 0;
     isStored = 1
  fi
}

/* reopenRemoved: what is called mined in a block that the node has passed, though its nonce is free. */
inline reopenRemoved(counted, block) {
  slot = counted;
  do
  :: slot < NONCES ->
     row = 0;
     do
     :: row < PURPOSES ->
        if
        :: endedInBlock(slot, row) && recordedBlock(slot, row) <= block && !hasOpen(slot) ->
           first = NONCES;
           if
           :: row != NOTHING -> findOpenDelivery(row, first)
           :: else
           fi;
           if
           :: first == NONCES ->
              printf("journal: nonce %d purpose %d is open again\n", slot, row);
              outcomeOf(slot, row) = OPEN; recordedBlock(slot, row) = 0
           :: else
           fi
        :: else
        fi;
        row++
     :: else -> break
     od;
     slot++
  :: else -> break
  od
}

/* 1 + the last nonce that is open; 0 where none is. */
inline findLastOpen(nonce) {
  nonce = NONCES;
  do
  :: nonce > 0 && !hasOpen(nonce - 1) -> nonce--
  :: else -> break
  od
}

/* fillGaps: a transfer of nothing for each nonce before the last open one that nothing waits with. */
inline fillGaps(counted, block) {
  findLastOpen(last);
  slot = counted;
  do
  :: slot + 1 < last ->
     if
     :: isLeftOut(slot, block) -> insertOpen(slot, NOTHING, row)
     :: else
     fi;
     slot++
  :: else -> break
  od
}
