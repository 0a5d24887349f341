// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {BURNABLE} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that holders of a burnable token can destroy their own, and nobody else's.
contract TokenBurnTest is TokenFixture {
    function testFuzz_HoldersBurnTheirOwn(uint256 index, uint256 value) public {
        value %= SUPPLY + 1;
        AnyToken token = _burnable(index);

        vm.prank(owner);
        token.burn(value);

        vm.assertEq(token.balanceOf(owner), SUPPLY - value, "balance");
        vm.assertEq(token.totalSupply(), SUPPLY - value, "supply");
    }

    function testFuzz_BurningForAnotherTakesAnAllowance(uint256 index, uint256 value) public {
        value = 1 + value % SUPPLY;
        AnyToken token = _burnable(index);

        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, HOLDER, 0, value));
        vm.prank(HOLDER);
        token.burnFrom(owner, value);

        vm.prank(owner);
        token.approve(HOLDER, value);
        vm.prank(HOLDER);
        token.burnFrom(owner, value);
        vm.assertEq(token.totalSupply(), SUPPLY - value, "supply");
    }

    function test_NobodyBurnsWhatTheyDoNotHave() public {
        AnyToken token = _burnable(0);

        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, STRANGER, 0, 1));
        vm.prank(STRANGER);
        token.burn(1);
    }

    function _burnable(uint256 index) private returns (AnyToken) {
        return _deliver(_kindWith(BURNABLE, index));
    }
}
