// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {Actor} from "./Actor.t.sol";
import {CheckoutFixture} from "./CheckoutFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards the way money goes to the operator: what was earned, and not a wei of anybody's open payment.
contract WithdrawTest is CheckoutFixture {
    function testFuzz_AnyoneCanSendWhatWasEarnedToTheTreasuryAndNoMore(address anyone, uint256 taken, uint256 open)
        public
    {
        taken = _bound(taken, 1, 500 ether);
        open = _bound(open, 1, 500 ether);
        _earn(taken);
        _pay(buyer, _widget(2).token, open);

        vm.expectEmit(address(checkout));
        emit Checkout.Withdrawn(taken);
        vm.prank(anyone);
        checkout.withdraw();

        vm.assertEq(treasury.balance, taken, "treasury");
        vm.assertEq(checkout.earned(), 0, "earned");
        vm.assertEq(address(checkout).balance, open, "open payments");
    }

    function test_NothingIsWithdrawnTwice() public {
        _earn(PRICE);
        _pay(buyer, _widget(2).token, PRICE);

        checkout.withdraw();
        checkout.withdraw();

        vm.assertEq(treasury.balance, PRICE, "treasury");
    }

    function test_ATreasuryThatRejectsEtherLosesNothing() public {
        Actor(payable(treasury)).rejectEther(true);
        _earn(PRICE);

        vm.expectRevert(abi.encodeWithSelector(Actor.NoEtherPlease.selector));
        checkout.withdraw();
        vm.assertEq(checkout.earned(), PRICE, "earned");

        Actor(payable(treasury)).rejectEther(false);
        checkout.withdraw();
        vm.assertEq(treasury.balance, PRICE, "treasury");
    }

    function test_ATreasuryThatRejectsEtherBlocksNeitherBuyersNorRefunds() public {
        Actor(payable(treasury)).rejectEther(true);
        _earn(PRICE);
        _pay(stranger, _widget(2).token, PRICE);
        vm.warp(NOW + DELAY);

        _refund(stranger, _widget(2).token);
        _earn(3, PRICE);

        vm.assertEq(stranger.balance, 1000 ether, "stranger");
        vm.assertEq(checkout.earned(), 2 * PRICE, "earned");
    }

    function _earn(uint256 amount) private {
        _earn(1, amount);
    }

    function _earn(uint256 tag, uint256 amount) private {
        Order memory order = _widget(tag);
        _pay(buyer, order.token, amount);
        _deliver(order, buyer, amount);
    }
}
