/*
 * A lane, its journal and its sweep, two instances at work, and whatever may go wrong between any two of their steps.
 * README.md says what is modelled and what is not. The bounds and the rule are given on the command line.
 */
#define FORMER 1   /* the nonce after the last that was ever signed; what is called mined leaves no gap */
#define PRESENT 2 /* the smallest nonce that is not taken, by what the journal says and a node at one block */
#define REFUSED 1 /* bytes that the journal has already can't be stored again (the unique index of nonce and hash) */
#define REOPENED 2 /* they are open again */

#ifndef RULE
#define RULE PRESENT
#endif
#ifndef SAME_BYTES
#define SAME_BYTES REOPENED
#endif
#ifndef NONCES
#define NONCES 4
#endif
#ifndef BLOCKS /* before the world is quiet */
#define BLOCKS 2
#endif
#ifndef CONFIRMATIONS
#define CONFIRMATIONS 1
#endif
#ifndef DEPLOYS /* at once, by requests and sweeps of both instances */
#define DEPLOYS 2
#endif
#ifndef MENDS /* at once */
#define MENDS 1
#endif
#ifndef ATTEMPTS /* at a deploy, before the world is quiet */
#define ATTEMPTS 3
#endif
#ifndef PASSES /* over the lane, before the world is quiet */
#define PASSES 2
#endif
#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef LOST_LOCKS
#define LOST_LOCKS 0
#endif
#ifndef LAGS
#define LAGS 0
#endif
#ifndef REORGS
#define REORGS 0
#endif
#ifndef FOREIGNS
#define FOREIGNS 0
#endif
#define PROCESSES (DEPLOYS + MENDS)
#define NOT_USED 255

/* What a step only works with is no part of a state. */
#define SCRATCH hidden

bit isQuiet;
bit captureTwice; /* two payments were taken for one order */

#include "chain.pml"
#include "journal.pml"
#include "works.pml"
#include "mend.pml"
#include "deploy.pml"
#include "quiet.pml"
#include "world.pml"

init {
  atomic {
    run Deploy(0);
#if DEPLOYS > 1
    run Deploy(1);
#endif
    run Mend(DEPLOYS);
#if MENDS > 1
    run Mend(DEPLOYS + 1);
#endif
    run World();
    run Quiet()
  }
}
