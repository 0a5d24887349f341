// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";

import {
    BURNABLE,
    CAPPED,
    Kind,
    MINTABLE,
    OWNED,
    OptionalFunction,
    PAUSABLE,
    allKinds,
    optionalFunctions
} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that every token is what was ordered, and has nothing that was not.
contract TokenOrderTest is TokenFixture {
    function testFuzz_ATokenIsWhatWasOrdered(
        uint256 index,
        string calldata name,
        string calldata symbol,
        uint8 decimals,
        uint256 supply,
        address to
    ) public {
        vm.assume(to != address(0));
        Kind memory kind = _kindWith(0, index);
        if (supply > kind.maxUnits) supply %= kind.maxUnits;
        uint256 cap = supply == 0 ? 1 : supply;

        AnyToken token = _deliver(_initcode(kind, name, symbol, decimals, supply, to, cap));

        vm.assertEq(token.name(), name, "name");
        vm.assertEq(token.symbol(), symbol, "symbol");
        vm.assertEq(token.decimals(), decimals, "decimals");
        vm.assertEq(token.totalSupply(), supply, "supply");
        vm.assertEq(token.balanceOf(to), supply, "the owner's balance");
        if (_has(kind, OWNED)) vm.assertEq(token.owner(), to, "owner");
        if (_has(kind, CAPPED)) vm.assertEq(token.cap(), cap, "cap");
        if (_has(kind, PAUSABLE)) vm.assertFalse(token.paused(), "born paused");
    }

    function test_EveryKindOfTokenCanBeTransferred() public {
        Kind[] memory all = allKinds();
        for (uint256 i = 0; i < all.length; ++i) {
            AnyToken token = _deliver(all[i]);

            vm.prank(owner);
            token.transfer(HOLDER, 1e18);

            vm.assertEq(token.balanceOf(HOLDER), 1e18, "holder");
            vm.assertEq(token.balanceOf(owner), SUPPLY - 1e18, "owner");
        }
    }

    function test_AFeatureThatWasNotChosenIsNotThere() public {
        Kind[] memory all = allKinds();
        for (uint256 i = 0; i < all.length; ++i) {
            Kind memory kind = all[i];
            AnyToken token = _deliver(kind);

            _assertThere(token, _has(kind, BURNABLE), abi.encodeCall(AnyToken.burn, (0)));
            _assertThere(token, _has(kind, BURNABLE), abi.encodeCall(AnyToken.burnFrom, (owner, 0)));
            _assertThere(token, _has(kind, MINTABLE), abi.encodeCall(AnyToken.mint, (owner, 0)));
            _assertThere(token, _has(kind, CAPPED), abi.encodeCall(AnyToken.cap, ()));
            _assertThere(token, _has(kind, PAUSABLE), abi.encodeCall(AnyToken.paused, ()));
            _assertThere(token, _has(kind, PAUSABLE), abi.encodeCall(AnyToken.pause, ()));
            _assertThere(token, _has(kind, PAUSABLE), abi.encodeCall(AnyToken.unpause, ()));
            _assertThere(token, _has(kind, OWNED), abi.encodeCall(AnyToken.owner, ()));
            _assertThere(token, _has(kind, OWNED), abi.encodeCall(AnyToken.transferOwnership, (owner)));
            _assertThere(token, _has(kind, OWNED), abi.encodeCall(AnyToken.renounceOwnership, ()));
        }
    }

    function test_AFunctionIsThereExactlyWithItsFeature() public {
        Kind[] memory all = allKinds();
        OptionalFunction[] memory functions = optionalFunctions();
        for (uint256 i = 0; i < all.length; ++i) {
            address token = address(_deliver(all[i]));
            for (uint256 j = 0; j < functions.length; ++j) {
                string memory what = string.concat(functions[j].signature, " of ", all[i].name);
                vm.assertTrue(_answers(token, functions[j].signature) == _has(all[i], functions[j].part), what);
            }
        }
    }

    function test_ANewOwnerHasTheRightsAndTheOldOneHasThemNoMore() public {
        AnyToken token = _deliver(_kind(OWNED | MINTABLE | PAUSABLE));

        vm.prank(owner);
        token.transferOwnership(HOLDER);

        _expectOnlyOwner(owner);
        token.pause();
        vm.prank(HOLDER);
        token.mint(HOLDER, 1);
        vm.assertEq(token.balanceOf(HOLDER), 1, "minted");
    }

    function test_ATokenForNobodyIsNotDelivered() public {
        Kind[] memory all = allKinds();
        for (uint256 i = 0; i < all.length; ++i) {
            Kind memory kind = all[i];
            bytes4 reason =
                _has(kind, OWNED) ? Ownable.OwnableInvalidOwner.selector : IERC20Errors.ERC20InvalidReceiver.selector;
            bytes memory initcode = _initcode(kind, "My Token", "MTK", 18, SUPPLY, address(0), CAP);

            vm.expectRevert(abi.encodeWithSelector(reason, address(0)));
            _deliver(initcode);
        }
    }

    function testFuzz_ASupplyAboveTheCapIsNotDelivered(uint256 index, uint256 supply, uint256 cap) public {
        vm.assume(cap > 0 && supply > cap);
        Kind memory kind = _kindWith(CAPPED, index);
        bytes memory initcode = _initcode(kind, "My Token", "MTK", 18, supply, owner, cap);

        vm.expectRevert(abi.encodeWithSelector(ERC20Capped.ERC20ExceededCap.selector, supply, cap));
        _deliver(initcode);
    }

    /// Whether there is such a function: a call to one that there is not reverts without a reason.
    function _answers(address token, string memory signature) private returns (bool) {
        bytes memory noArguments = new bytes(512);
        (bool success, bytes memory reason) =
            token.call(abi.encodePacked(bytes4(keccak256(bytes(signature))), noArguments));
        return success || reason.length > 0;
    }

    function _assertThere(AnyToken token, bool expected, bytes memory call) private {
        vm.prank(owner);
        (bool success,) = address(token).call(call);
        vm.assertTrue(success == expected, string.concat("wrong feature in ", token.name()));
    }
}
