// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Checkout
/// @notice Sells contracts that do not exist yet. A buyer pays for an address that commits to the exact bytecode
/// (CREATE2, EIP-1014). Whoever delivers that bytecode takes the payment in the same transaction, and until then the
/// payer alone can take it back once the refund delay is over.
/// @dev Has no owner and cannot be changed. Ether forced in outside of {pay} stays in the contract for good: every wei
/// that leaves was counted when it came.
contract Checkout {
    using SafeCast for uint256;

    /// @dev A payment that is open, which is to say neither refunded nor taken, has an amount. One that was refunded
    /// leaves its `refundableAt` behind, so that it can be told from one that was never made.
    struct Payment {
        uint192 amount;
        uint64 refundableAt;
    }

    /// @notice The longest refund delay, in seconds, that a Checkout can be created with.
    uint64 public constant MAX_REFUND_DELAY = 30 days;

    /// @notice Where {withdraw} sends what was earned.
    address payable public immutable treasury;

    /// @notice Seconds from a payment until its payer may take it back.
    uint64 public immutable refundDelay;

    /// @notice Wei taken for delivered tokens and not withdrawn yet.
    uint256 public earned;

    /// @notice Whose payment was taken for a token, or zero while none was.
    mapping(address token => address) public buyer;

    mapping(address token => mapping(address payer => Payment)) private _payments;

    /// @notice `payer` paid `amount` wei for `token`.
    event Paid(address indexed token, address indexed payer, uint256 amount);

    /// @notice `token` exists, and the `amount` wei that `payer` had paid for it were taken.
    event Delivered(address indexed token, address indexed payer, uint256 amount);

    /// @notice `payer` took back the `amount` wei that they had paid for `token`.
    event Refunded(address indexed token, address indexed payer, uint256 amount);

    /// @notice `amount` wei were sent to the treasury.
    event Withdrawn(uint256 amount);

    /// @notice The treasury cannot be the zero address.
    error ZeroTreasury();

    /// @notice The refund delay is `given` seconds, more than the `max` that buyers have to accept.
    error RefundDelayTooLong(uint64 given, uint64 max);

    /// @notice The payment came after its `deadline`.
    error Expired(uint64 deadline);

    /// @notice A payment has to carry ether.
    error ZeroPayment();

    /// @notice `payer` has an open payment of `amount` wei for `token` already.
    error AlreadyPaid(address token, address payer, uint256 amount);

    /// @notice `token` exists, and there is no payment left to take for it.
    error AlreadyDelivered(address token);

    /// @notice The constructor succeeded without leaving code at `token`.
    error NoCode(address token);

    /// @notice The open payment of `payer` for `token` is `amount` wei, less than the `price`.
    error Unpaid(address token, address payer, uint256 amount, uint256 price);

    /// @notice `payer` cannot take back a payment for `token` before `refundableAt`; 0 means there is none.
    error NotRefundable(address token, address payer, uint64 refundableAt);

    /// @notice Fixes for good where earnings go and how long a payer waits for a refund.
    /// @param treasury_ where earnings go; not zero.
    /// @param refundDelay_ in seconds; at most {MAX_REFUND_DELAY}, so that no operator can lock up a buyer's money.
    constructor(address payable treasury_, uint64 refundDelay_) {
        if (treasury_ == address(0)) revert ZeroTreasury();
        if (refundDelay_ > MAX_REFUND_DELAY) revert RefundDelayTooLong(refundDelay_, MAX_REFUND_DELAY);
        treasury = treasury_;
        refundDelay = refundDelay_;
    }

    /// @notice Pays for a token that does not exist yet. The sender becomes the payer, with at most one open payment
    /// per token; what other people pay for the same token makes no difference to it.
    /// @param token the address that {tokenAddress} gives for what is being bought.
    function pay(address token) external payable {
        _pay(token);
    }

    /// @notice Pays as {pay} does, unless it is later than the buyer was offered to pay: a transaction that waited for
    /// its block too long then costs its gas, and no price that no longer holds.
    /// @param token the address that {tokenAddress} gives for what is being bought.
    /// @param deadline Unix time in seconds, the last at which the payment may be made.
    function pay(address token, uint64 deadline) external payable {
        if (block.timestamp > deadline) revert Expired(deadline);
        _pay(token);
    }

    /// @notice Creates the token and takes the whole open payment of `payer` for it, or does neither. Anyone may call.
    /// @dev A token that exists already, because somebody delivered it without taking a payment, is not created again;
    /// the payment is taken all the same, so delivering a stranger's token early cannot strand their payment. At most
    /// one payment is ever taken for a token. Reverts with the constructor's reason if that reverts.
    /// @param salt the CREATE2 salt.
    /// @param initcode the creation bytecode followed by the ABI-encoded constructor arguments.
    /// @param payer whose payment to take.
    /// @param price the least acceptable payment, in wei; at 0 a new token needs none.
    /// @return token the address of the token.
    function deliver(bytes32 salt, bytes calldata initcode, address payer, uint256 price)
        external
        returns (address token)
    {
        token = tokenAddress(salt, keccak256(initcode));
        bool existed = token.code.length != 0;
        if (!existed) {
            Create2.deploy(0, salt, initcode);
            if (token.code.length == 0) revert NoCode(token);
        }

        // The constructor is anybody's code and may have called every function here, so the books are read only now.
        // Nothing foreign runs after this line, which is why no reentrancy guard is needed.
        uint256 amount = _payments[token][payer].amount;
        bool taken = buyer[token] != address(0);
        if (taken || (existed && (amount == 0 || amount < price))) revert AlreadyDelivered(token);
        if (amount < price) revert Unpaid(token, payer, amount, price);

        if (amount != 0) {
            delete _payments[token][payer];
            earned += amount;
            buyer[token] = payer;
        }
        emit Delivered(token, payer, amount);
    }

    /// @notice Sends the sender's own open payment for `token` back to them, once its refund delay is over.
    /// @dev Does not ask whether the token exists. An open payment is by definition one that was not taken; if the
    /// token was delivered for another payer's money, this is the only way out for those who also paid for it.
    /// @param token what the payment was for.
    function refund(address token) external {
        Payment memory open = _payments[token][msg.sender];
        if (open.amount == 0) revert NotRefundable(token, msg.sender, 0);
        if (block.timestamp < open.refundableAt) revert NotRefundable(token, msg.sender, open.refundableAt);

        _payments[token][msg.sender].amount = 0;
        emit Refunded(token, msg.sender, open.amount);
        Address.sendValue(payable(msg.sender), open.amount);
    }

    /// @notice Sends everything earned so far to the treasury. Anyone may call.
    function withdraw() external {
        uint256 amount = earned;
        earned = 0;
        emit Withdrawn(amount);
        Address.sendValue(treasury, amount);
    }

    /// @notice The open payment of `payer` for `token`.
    /// @param token what was paid for.
    /// @param payer who paid.
    /// @return amount in wei; 0 if there is none.
    /// @return refundableAt Unix time in seconds from which {refund} works; 0 if there is none.
    function payment(address token, address payer) external view returns (uint256 amount, uint64 refundableAt) {
        Payment memory open = _payments[token][payer];
        return (open.amount, open.amount == 0 ? 0 : open.refundableAt);
    }

    /// @notice Everything that decides what is to be done for an order, at one block.
    /// @param token what was ordered.
    /// @param payer who ordered it.
    /// @return exists whether there is code at `token`.
    /// @return amount the open payment in wei; 0 if there is none.
    /// @return refundableAt Unix time in seconds from which {refund} works. With an `amount` of 0 it is that of a payment
    /// that was refunded; 0 if none was, or another was taken since.
    /// @return buyer_ whose payment was taken for the token; zero while none was.
    function state(address token, address payer)
        external
        view
        returns (bool exists, uint256 amount, uint64 refundableAt, address buyer_)
    {
        Payment memory last = _payments[token][payer];
        return (token.code.length != 0, last.amount, last.refundableAt, buyer[token]);
    }

    /// @notice The address at which {deliver} creates a token (CREATE2, EIP-1014).
    /// @param salt the CREATE2 salt.
    /// @param initcodeHash keccak256 of the creation bytecode followed by the constructor arguments.
    /// @return the address, whether or not the token exists.
    function tokenAddress(bytes32 salt, bytes32 initcodeHash) public view returns (address) {
        return Create2.computeAddress(salt, initcodeHash);
    }

    function _pay(address token) private {
        if (msg.value == 0) revert ZeroPayment();
        if (token.code.length != 0) revert AlreadyDelivered(token);
        uint256 open = _payments[token][msg.sender].amount;
        if (open != 0) revert AlreadyPaid(token, msg.sender, open);

        _payments[token][msg.sender] =
            Payment({amount: msg.value.toUint192(), refundableAt: (block.timestamp + refundDelay).toUint64()});
        emit Paid(token, msg.sender, msg.value);
    }
}
