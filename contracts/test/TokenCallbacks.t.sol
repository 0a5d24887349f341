// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363} from "@openzeppelin/contracts/interfaces/IERC1363.sol";
import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "@openzeppelin/contracts/interfaces/IERC1363Spender.sol";
import {ERC1363Utils} from "@openzeppelin/contracts/token/ERC20/utils/ERC1363Utils.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {CALLBACKS, OWNED, PAUSABLE} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Keeps what it was last called with, and takes what it is approved for.
contract Receiver is IERC1363Receiver, IERC1363Spender {
    address public operator;
    address public from;
    uint256 public value;
    bytes public data;
    bool public immutable accepts;

    constructor(bool accepts_) {
        accepts = accepts_;
    }

    function onTransferReceived(address operator_, address from_, uint256 value_, bytes calldata data_)
        external
        returns (bytes4)
    {
        (operator, from, value, data) = (operator_, from_, value_, data_);
        return accepts ? IERC1363Receiver.onTransferReceived.selector : bytes4(0);
    }

    function onApprovalReceived(address owner, uint256 value_, bytes calldata data_) external returns (bytes4) {
        (from, value, data) = (owner, value_, data_);
        IERC1363(msg.sender).transferFrom(owner, address(this), value_);
        return accepts ? IERC1363Spender.onApprovalReceived.selector : bytes4(0);
    }
}

/// Guards ERC-1363: a transfer or approval calls the contract that it goes to, and does not happen unless that agrees.
contract TokenCallbacksTest is TokenFixture {
    bytes private constant DATA = "for order 7";

    Receiver private receiver = new Receiver(true);

    function testFuzz_ATransferCallsItsReceiver(uint256 index, uint256 value) public {
        value %= SUPPLY + 1;
        IERC1363 token = _calling(index);

        vm.prank(owner);
        token.transferAndCall(address(receiver), value, DATA);

        vm.assertEq(token.balanceOf(address(receiver)), value, "balance");
        _assertCalled(owner, value, DATA);
    }

    function testFuzz_AnApprovalCallsItsSpender(uint256 index, uint256 value) public {
        value %= SUPPLY + 1;
        IERC1363 token = _calling(index);

        vm.prank(owner);
        token.approveAndCall(address(receiver), value, DATA);

        vm.assertEq(token.balanceOf(address(receiver)), value, "taken at once");
        vm.assertEq(receiver.from(), owner, "owner");
        vm.assertEq(receiver.data(), DATA, "data");
    }

    function test_AnAllowanceCanBeSentWithACall() public {
        IERC1363 token = _calling(0);
        vm.prank(owner);
        token.approve(HOLDER, 5);

        vm.prank(HOLDER);
        token.transferFromAndCall(owner, address(receiver), 5);

        vm.assertEq(token.balanceOf(address(receiver)), 5, "balance");
        _assertCalled(HOLDER, 5, "");
    }

    function testFuzz_NothingGoesToWhoCanNotBeCalled(uint256 index) public {
        IERC1363 token = _calling(index);

        vm.expectRevert(abi.encodeWithSelector(ERC1363Utils.ERC1363InvalidReceiver.selector, HOLDER));
        vm.prank(owner);
        token.transferAndCall(HOLDER, 1);

        vm.expectRevert(abi.encodeWithSelector(ERC1363Utils.ERC1363InvalidSpender.selector, HOLDER));
        vm.prank(owner);
        token.approveAndCall(HOLDER, 1);
    }

    function test_AReceiverCanRefuse() public {
        IERC1363 token = _calling(0);
        address unwilling = address(new Receiver(false));

        vm.expectRevert(abi.encodeWithSelector(ERC1363Utils.ERC1363InvalidReceiver.selector, unwilling));
        vm.prank(owner);
        token.transferAndCall(unwilling, 1);

        vm.assertEq(token.balanceOf(owner), SUPPLY, "balance");
    }

    function test_APausedTokenCallsNobody() public {
        AnyToken token = _deliver(_kind(OWNED | PAUSABLE | CALLBACKS));
        vm.prank(owner);
        token.pause();

        vm.prank(owner);
        try IERC1363(address(token)).transferAndCall(address(receiver), 1) {
            vm.assertTrue(false, "moved while paused");
        } catch {}
        vm.assertEq(receiver.operator(), address(0), "called");
    }

    function testFuzz_OthersCanAskForIt(uint256 index) public {
        IERC1363 token = _calling(index);

        vm.assertTrue(token.supportsInterface(type(IERC1363).interfaceId), "ERC-1363");
        vm.assertTrue(token.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        vm.assertFalse(token.supportsInterface(0xffffffff), "anything");
    }

    function _calling(uint256 index) private returns (IERC1363) {
        return IERC1363(address(_deliver(_kindWith(CALLBACKS, index))));
    }

    function _assertCalled(address operator, uint256 value, bytes memory data) private view {
        vm.assertEq(receiver.operator(), operator, "operator");
        vm.assertEq(receiver.from(), owner, "from");
        vm.assertEq(receiver.value(), value, "value");
        vm.assertEq(receiver.data(), data, "data");
    }
}
