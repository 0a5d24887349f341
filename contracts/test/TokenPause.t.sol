// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

import {BURNABLE, Kind, MINTABLE, PAUSABLE} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that the owner of a pausable token alone can stop it, and that stopped means stopped.
contract TokenPauseTest is TokenFixture {
    function testFuzz_NothingMovesWhilePausedAndEverythingAfter(uint256 index) public {
        Kind memory kind = _kindWith(PAUSABLE, index);
        AnyToken token = _deliver(kind);
        vm.prank(owner);
        token.pause();
        vm.assertTrue(token.paused(), "not paused");

        _assertSucceeds(token, false, abi.encodeCall(token.transfer, (HOLDER, 1)));
        if (_has(kind, BURNABLE)) _assertSucceeds(token, false, abi.encodeCall(AnyToken.burn, (1)));
        if (_has(kind, MINTABLE)) _assertSucceeds(token, false, abi.encodeCall(AnyToken.mint, (HOLDER, 1)));

        vm.prank(owner);
        token.unpause();
        _assertSucceeds(token, true, abi.encodeCall(token.transfer, (HOLDER, 1)));
        if (_has(kind, BURNABLE)) _assertSucceeds(token, true, abi.encodeCall(AnyToken.burn, (1)));
        if (_has(kind, MINTABLE)) _assertSucceeds(token, true, abi.encodeCall(AnyToken.mint, (HOLDER, 1)));
    }

    function testFuzz_NobodyElsePauses(uint256 index, address caller) public {
        vm.assume(caller != owner);
        AnyToken token = _deliver(_kindWith(PAUSABLE, index));

        _expectOnlyOwner(caller);
        token.pause();

        vm.prank(owner);
        token.pause();
        _expectOnlyOwner(caller);
        token.unpause();
    }

    function _assertSucceeds(AnyToken token, bool expected, bytes memory call) private {
        vm.prank(owner);
        (bool success, bytes memory reason) = address(token).call(call);
        vm.assertTrue(success == expected, "success");
        if (!success) vm.assertEq(reason, abi.encodeWithSelector(Pausable.EnforcedPause.selector), "reason");
    }
}
