// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";

import {Checkout} from "../Checkout.sol";
import {CheckoutFixture, Widget} from "./CheckoutFixture.t.sol";
import {vm} from "./Vm.t.sol";

contract Refuses {
    error BadArgument(uint256 argument);

    constructor(uint256 argument) {
        revert BadArgument(argument);
    }
}

/// Guards that the token comes into being and the money is taken together, or neither.
contract DeliverTest is CheckoutFixture {
    function testFuzz_AnyoneCanDeliverExactlyWhatWasPaidFor(address anyone, uint256 paid, uint256 price, uint256 tag)
        public
    {
        vm.assume(anyone != address(checkout));
        paid = _bound(paid, 1, 1000 ether);
        price = _bound(price, 0, paid);
        Order memory order = _widget(tag);
        _pay(buyer, order.token, paid);

        vm.expectEmit(address(checkout));
        emit Checkout.Delivered(order.token, buyer, paid);
        vm.prank(anyone);
        address token = checkout.deliver(order.salt, order.initcode, buyer, price);

        vm.assertEq(token, order.token, "address");
        vm.assertEq(Widget(token).tag(), tag, "constructor argument");
        vm.assertEq(checkout.buyer(token), buyer, "buyer");
        vm.assertEq(checkout.earned(), paid, "earned");
        vm.assertEq(_open(token, buyer), 0, "open");
        vm.assertEq(token.balance, 0, "ether given to the constructor");
    }

    function testFuzz_NothingIsDeliveredForTooSmallAPayment(uint256 paid, uint256 price) public {
        paid = _bound(paid, 0, 1000 ether);
        price = _bound(price, paid + 1, type(uint256).max);
        Order memory order = _widget(1);
        if (paid > 0) _pay(buyer, order.token, paid);

        _expectUnpaid(order.token, buyer, paid, price);
        _deliver(order, buyer, price);

        vm.assertEq(order.token.code.length, 0, "code");
        vm.assertEq(_open(order.token, buyer), paid, "open");
    }

    function test_AFreeTokenNeedsNoPayment() public {
        Order memory order = _widget(1);

        vm.expectEmit(address(checkout));
        emit Checkout.Delivered(order.token, buyer, 0);
        _deliver(order, buyer, 0);

        vm.assertTrue(order.token.code.length > 0, "no code");
        vm.assertEq(checkout.buyer(order.token), address(0), "buyer");
        vm.assertEq(checkout.earned(), 0, "earned");
    }

    function testFuzz_TheAddressCommitsToSaltAndBytecode(bytes32 salt, bytes32 initcodeHash) public view {
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), address(checkout), salt, initcodeHash));

        vm.assertEq(checkout.tokenAddress(salt, initcodeHash), address(uint160(uint256(hash))), "EIP-1014");
    }

    function testFuzz_APaymentBuysNoOtherToken(uint256 tag, uint256 other) public {
        vm.assume(tag != other);
        Order memory order = _widget(other);
        _pay(buyer, _widget(tag).token, PRICE);

        _expectUnpaid(order.token, buyer, 0, PRICE);
        _deliver(order, buyer, PRICE);
    }

    function testFuzz_TheConstructorsReasonReachesTheCaller(uint256 argument) public {
        Order memory order = _order(abi.encodePacked(type(Refuses).creationCode, abi.encode(argument)));
        _pay(buyer, order.token, PRICE);

        vm.expectRevert(abi.encodeWithSelector(Refuses.BadArgument.selector, argument));
        _deliver(order, buyer, PRICE);

        vm.assertEq(_open(order.token, buyer), PRICE, "open");
    }

    function test_AConstructorThatFailsWithoutAReasonIsReported() public {
        Order memory order = _order(hex"5f5ffd");

        vm.expectRevert(abi.encodeWithSelector(Errors.FailedDeployment.selector));
        _deliver(order, buyer, 0);
    }

    function test_NothingIsPaidForAConstructorThatLeavesNoCode() public {
        Order memory order = _order(hex"00");
        _pay(buyer, order.token, PRICE);

        vm.expectRevert(abi.encodeWithSelector(Checkout.NoCode.selector, order.token));
        _deliver(order, buyer, PRICE);
    }

    function test_NothingIsPaidForAConstructorThatDestroysItself() public {
        Order memory order = _order(hex"33ff");
        _pay(buyer, order.token, PRICE);

        vm.expectRevert(abi.encodeWithSelector(Checkout.NoCode.selector, order.token));
        _deliver(order, buyer, PRICE);
    }

    function test_EmptyInitcodeIsRefused() public {
        Order memory order = _order("");

        vm.expectRevert(abi.encodeWithSelector(Create2.Create2EmptyBytecode.selector));
        _deliver(order, buyer, 0);
    }
}
