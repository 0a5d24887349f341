/*
 * The chain, as one account's lane sees it: which transaction used each nonce, in which block, and what Checkout made
 * of it. A transaction is its nonce and its purpose; that is also its hash, since fees are not modelled.
 */
#define NOTHING 0 /* a transfer of nothing; the purposes from 1 on are deliveries of that order */
#define ORDERS 2
#define PURPOSES 3
#define FOREIGN 3 /* what the journal does not know, signed with the same key elsewhere */

/* Two nodes answer: one knows the chain as it is, the other as it was when it began to lag. */
#define TRUE_VIEW 0
#define STALE_VIEW 1
byte count[2];            /* nonces that are used */
byte head[2];             /* the last block */
byte used[2 * NONCES];    /* by which purpose, for nonces below the count */
byte minedIn[2 * NONCES]; /* in which block */
byte made[2 * PURPOSES];  /* 1 + the nonce whose delivery made the order's token; 0 while there is none */
bit lagging;

#define usedBy(view, nonce) used[(view) * NONCES + (nonce)]
#define blockOf(view, nonce) minedIn[(view) * NONCES + (nonce)]
#define madeBy(view, order) made[(view) * PURPOSES + (order)]
#define isMined(view, nonce, purpose) ((nonce) < count[view] && usedBy(view, nonce) == (purpose))
#define isConfirmed(view, nonce) (head[view] + 1 >= blockOf(view, nonce) + CONFIRMATIONS)

/* What waits to be mined. Nodes may have different ones of the same nonce, and any may come first. */
bit mempool[NONCES * PURPOSES];
#define inMempool(nonce, purpose) mempool[(nonce) * PURPOSES + (purpose)]

SCRATCH byte chainNonce;
SCRATCH byte chainPurpose;

/* A node refuses what comes too late; else it waits for its turn. */
inline send(nonce, purpose) {
  if
  :: nonce >= count[TRUE_VIEW] -> inMempool(nonce, purpose) = 1
  :: else
  fi
}

/* The next nonce is used in the block that is the head now. Checkout reverts a second delivery of the same order. */
inline mine(purpose) {
  printf("chain: block %d has nonce %d, purpose %d\n", head[TRUE_VIEW], count[TRUE_VIEW], purpose);
  usedBy(TRUE_VIEW, count[TRUE_VIEW]) = purpose;
  blockOf(TRUE_VIEW, count[TRUE_VIEW]) = head[TRUE_VIEW];
  chainPurpose = 0;
  do
  :: chainPurpose < PURPOSES -> inMempool(count[TRUE_VIEW], chainPurpose) = 0; chainPurpose++
  :: else -> break
  od;
  count[TRUE_VIEW]++;
  if
  :: purpose != NOTHING && purpose != FOREIGN ->
     if
     :: madeBy(TRUE_VIEW, purpose) == 0 -> madeBy(TRUE_VIEW, purpose) = count[TRUE_VIEW]
     :: else ->
#ifdef CHECKOUT_UNGUARDED
        captureTwice = 1
#else
        skip
#endif
     fi
  :: else
  fi;
  chainPurpose = 0
}

/* The last `depth` blocks give way to empty ones. Their transactions wait again, or are lost. */
inline reorganise(depth, areLost) {
  do
  :: count[TRUE_VIEW] > 0 && blockOf(TRUE_VIEW, count[TRUE_VIEW] - 1) > head[TRUE_VIEW] - depth ->
     count[TRUE_VIEW]--;
     printf("chain: a reorganisation removes nonce %d (lost %d)\n", count[TRUE_VIEW], areLost);
     chainPurpose = usedBy(TRUE_VIEW, count[TRUE_VIEW]);
     if
     :: !areLost && chainPurpose != FOREIGN -> inMempool(count[TRUE_VIEW], chainPurpose) = 1
     :: else
     fi;
     if
     :: chainPurpose != FOREIGN && madeBy(TRUE_VIEW, chainPurpose) == count[TRUE_VIEW] + 1 -> madeBy(TRUE_VIEW, chainPurpose) = 0
     :: else
     fi;
     usedBy(TRUE_VIEW, count[TRUE_VIEW]) = 0;
     blockOf(TRUE_VIEW, count[TRUE_VIEW]) = 0
  :: else -> break
  od;
  chainPurpose = 0
}

/* From here on one of the nodes stays behind. */
inline fallBehind() {
  lagging = 1;
  printf("chain: a node lags from here on, at block %d\n", head[TRUE_VIEW]);
  count[STALE_VIEW] = count[TRUE_VIEW];
  head[STALE_VIEW] = head[TRUE_VIEW];
  chainNonce = 0;
  do
  :: chainNonce < NONCES ->
     usedBy(STALE_VIEW, chainNonce) = usedBy(TRUE_VIEW, chainNonce);
     blockOf(STALE_VIEW, chainNonce) = blockOf(TRUE_VIEW, chainNonce);
     chainNonce++
  :: else -> break
  od;
  madeBy(STALE_VIEW, 1) = madeBy(TRUE_VIEW, 1);
  madeBy(STALE_VIEW, 2) = madeBy(TRUE_VIEW, 2)
}

/* What it knew is forgotten, so that states which differ in nothing else are one. */
inline catchUp() {
  lagging = 0;
  printf("chain: no node lags\n");
  count[STALE_VIEW] = 0;
  head[STALE_VIEW] = 0;
  chainNonce = 0;
  do
  :: chainNonce < NONCES ->
     usedBy(STALE_VIEW, chainNonce) = 0;
     blockOf(STALE_VIEW, chainNonce) = 0;
     chainNonce++
  :: else -> break
  od;
  madeBy(STALE_VIEW, 1) = 0;
  madeBy(STALE_VIEW, 2) = 0
}

/* Each call is answered by either node. */
inline askNode(view) {
  if
  :: view = TRUE_VIEW
  :: lagging -> view = STALE_VIEW
  fi
}
