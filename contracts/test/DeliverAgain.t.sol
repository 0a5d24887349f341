// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {CheckoutFixture} from "./CheckoutFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that at most one payment is ever taken for a token, and that delivering it early strands none.
contract DeliverAgainTest is CheckoutFixture {
    Order private order;

    function setUp() public override {
        super.setUp();
        order = _widget(1);
    }

    function testFuzz_AStrangerDeliveringForFreeCannotStrandThePayment(uint256 paid, uint256 price) public {
        paid = _bound(paid, 1, 1000 ether);
        price = _bound(price, 0, paid);
        _pay(buyer, order.token, paid);
        vm.prank(stranger);
        checkout.deliver(order.salt, order.initcode, stranger, 0);

        vm.expectEmit(address(checkout));
        emit Checkout.Delivered(order.token, buyer, paid);
        _deliver(order, buyer, price);

        vm.assertEq(checkout.buyer(order.token), buyer, "buyer");
        vm.assertEq(checkout.earned(), paid, "earned");
    }

    function testFuzz_AnExistingTokenIsNotPaidForBelowItsPrice(uint256 paid, uint256 price) public {
        paid = _bound(paid, 1, 1000 ether);
        price = _bound(price, paid + 1, type(uint256).max);
        _pay(buyer, order.token, paid);
        vm.prank(stranger);
        checkout.deliver(order.salt, order.initcode, stranger, 0);

        _expectAlreadyDelivered(order.token);
        _deliver(order, buyer, price);

        vm.assertEq(_open(order.token, buyer), paid, "open");
    }

    function testFuzz_NoSecondPaymentIsTakenForAToken(uint256 price) public {
        price = _bound(price, 0, PRICE);
        _pay(buyer, order.token, PRICE);
        _pay(stranger, order.token, 1 ether);
        _deliver(order, buyer, PRICE);

        _expectAlreadyDelivered(order.token);
        _deliver(order, stranger, price);

        vm.assertEq(checkout.buyer(order.token), buyer, "buyer");
        vm.assertEq(checkout.earned(), PRICE, "earned");
        vm.assertEq(_open(order.token, stranger), 1 ether, "open");
    }

    function test_TheSamePaymentIsNotTakenTwice() public {
        _pay(buyer, order.token, PRICE);
        _deliver(order, buyer, PRICE);

        _expectAlreadyDelivered(order.token);
        _deliver(order, buyer, PRICE);
        _expectAlreadyDelivered(order.token);
        _deliver(order, buyer, 0);
    }

    function test_AFreeTokenIsDeliveredOnce() public {
        _deliver(order, buyer, 0);

        _expectAlreadyDelivered(order.token);
        _deliver(order, buyer, 0);
    }
}

/// The same for code that is destroyed in the transaction that created it (EIP-6780) and so can be created again. Each
/// test's `setUp` is a transaction of its own, after which the code is gone.
contract DeliverAgainAfterDestructionTest is CheckoutFixture {
    /// Leaves the runtime code CALLER SELFDESTRUCT.
    bytes private constant DESTRUCTIBLE = hex"6133ff6000526002601ef3";

    Order private order;

    function setUp() public override {
        super.setUp();
        order = _order(DESTRUCTIBLE);
        _pay(buyer, order.token, PRICE);
        _deliver(order, buyer, PRICE);
        vm.assertTrue(order.token.code.length > 0, "no code");
        (bool destroyed,) = order.token.call("");
        vm.assertTrue(destroyed, "not destroyed");
    }

    function test_NoSecondPaymentIsTakenForACodeThatComesBack() public {
        vm.assertEq(order.token.code.length, 0, "code");
        _pay(stranger, order.token, PRICE);

        _expectAlreadyDelivered(order.token);
        _deliver(order, stranger, PRICE);

        vm.warp(NOW + DELAY);
        _refund(stranger, order.token);
        vm.assertEq(checkout.earned(), PRICE, "earned");
        vm.assertEq(address(checkout).balance, PRICE, "balance");
    }
}
