/* The world: blocks, and whatever may go wrong, each fault as often as the bounds allow. */
byte crashes = CRASHES;
byte losses = LOST_LOCKS;
byte lags = LAGS;
byte reorgs = REORGS;
byte foreigns = FOREIGNS;

inline mayFallBehind() {
  if
  :: lags > 0 -> d_step { lags--; fallBehind() }
  :: true
  fi
}
inline mineOne() {
  if
  :: count[TRUE_VIEW] < NONCES && inMempool(count[TRUE_VIEW], 0) -> d_step { mine(0) }
  :: count[TRUE_VIEW] < NONCES && inMempool(count[TRUE_VIEW], 1) -> d_step { mine(1) }
  :: count[TRUE_VIEW] < NONCES && inMempool(count[TRUE_VIEW], 2) -> d_step { mine(2) }
  :: foreigns > 0 && count[TRUE_VIEW] < NONCES -> foreigns--; d_step { mine(FOREIGN) }
  fi
}
#define canMine (count[TRUE_VIEW] < NONCES && (foreigns > 0 || inMempool(count[TRUE_VIEW], 0) || inMempool(count[TRUE_VIEW], 1) || inMempool(count[TRUE_VIEW], 2)))

proctype World() {
  byte order, headView, logView, receiptView;
  do
  :: atomic {
       !isQuiet && head[TRUE_VIEW] < BLOCKS && canMine;
       mayFallBehind();
       head[TRUE_VIEW]++;
       mineOne();
       if
       :: canMine -> mineOne()
       :: true
       fi
     }
  :: atomic {
       !isQuiet && reorgs > 0 && count[TRUE_VIEW] > 0;
       mayFallBehind();
       reorgs--;
       if
       :: d_step { reorganise(1, 0) }
       :: d_step { reorganise(1, 1) }
       fi
     }
  :: atomic { !isQuiet && lagging; d_step { catchUp() } }
  :: atomic {
       !isQuiet;
       if
       :: order = 1
       :: order = 2
       fi;
       askNode(headView);
       askNode(logView);
       askNode(receiptView);
       d_step { follow(order, headView, logView, receiptView); order = 0; headView = 0; logView = 0; receiptView = 0 }
     }
  :: atomic { !isQuiet && losses > 0 && lockHolder[1] > 0; losses--; printf("world: a deploy lock is lost\n"); lockHolder[1] = 0 }
  :: atomic { !isQuiet && losses > 0 && lockHolder[2] > 0; losses--; printf("world: a deploy lock is lost\n"); lockHolder[2] = 0 }
  :: atomic { !isQuiet && crashes > 0 && atWork[0]; crashes--; crashed = 1 }
#if PROCESSES > 1
  :: atomic { !isQuiet && crashes > 0 && atWork[1]; crashes--; crashed = 2 }
#endif
#if PROCESSES > 2
  :: atomic { !isQuiet && crashes > 0 && atWork[2]; crashes--; crashed = 3 }
#endif
#if PROCESSES > 3
  :: atomic { !isQuiet && crashes > 0 && atWork[3]; crashes--; crashed = 4 }
#endif
  :: isQuiet -> break
  od
}
