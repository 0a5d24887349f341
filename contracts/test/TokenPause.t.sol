// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that the owner of a pausable token alone can stop it, and that stopped means stopped.
contract TokenPauseTest is TokenFixture {
    uint256[6] private pausableKinds = [2, 3, 6, 7, 10, 11];

    function testFuzz_NothingMovesWhilePausedAndEverythingAfter(uint256 index) public {
        Kind memory kind = _pausable(index);
        AnyToken token = _deliver(kind);
        vm.prank(owner);
        token.pause();
        vm.assertTrue(token.paused(), "not paused");

        _assertSucceeds(token, false, abi.encodeCall(token.transfer, (HOLDER, 1)));
        if (kind.burnable) _assertSucceeds(token, false, abi.encodeCall(AnyToken.burn, (1)));
        if (kind.mintable) _assertSucceeds(token, false, abi.encodeCall(AnyToken.mint, (HOLDER, 1)));

        vm.prank(owner);
        token.unpause();
        _assertSucceeds(token, true, abi.encodeCall(token.transfer, (HOLDER, 1)));
        if (kind.burnable) _assertSucceeds(token, true, abi.encodeCall(AnyToken.burn, (1)));
        if (kind.mintable) _assertSucceeds(token, true, abi.encodeCall(AnyToken.mint, (HOLDER, 1)));
    }

    function testFuzz_NobodyElsePauses(uint256 index, address caller) public {
        vm.assume(caller != owner);
        AnyToken token = _deliver(_pausable(index));

        _expectOnlyOwner(caller);
        token.pause();

        vm.prank(owner);
        token.pause();
        _expectOnlyOwner(caller);
        token.unpause();
    }

    function _pausable(uint256 index) private view returns (Kind memory) {
        return _kind(pausableKinds[index % 6]);
    }

    function _assertSucceeds(AnyToken token, bool expected, bytes memory call) private {
        vm.prank(owner);
        (bool success, bytes memory reason) = address(token).call(call);
        vm.assertTrue(success == expected, "success");
        if (!success) vm.assertEq(reason, abi.encodeWithSelector(Pausable.EnforcedPause.selector), "reason");
    }
}
