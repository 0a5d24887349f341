// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title TokenPermit
/// @notice Approval by signature (ERC-2612) in a domain that anyone can look up (ERC-5267): the token's own name,
/// version 1.
/// @dev OpenZeppelin's ERC20Permit, which behaves the same otherwise, refuses names of more than 31 bytes since 5.7.
abstract contract TokenPermit is ERC20, IERC20Permit, IERC5267, Nonces {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    bytes1 private constant DOMAIN_FIELDS = 0x0f; // name, version, chainId, verifyingContract
    string private constant DOMAIN_VERSION = "1";

    /// @notice The permit was to be used by `deadline`.
    error ERC2612ExpiredSignature(uint256 deadline);

    /// @notice The permit is signed by `signer`, not by `owner`; zero where what was given is no signature.
    error ERC2612InvalidSigner(address signer, address owner);

    /// @inheritdoc IERC20Permit
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
    {
        if (block.timestamp > deadline) revert ERC2612ExpiredSignature(deadline);

        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline));
        bytes32 digest = MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR(), structHash);
        (address signer,,) = ECDSA.tryRecover(digest, v, r, s);
        if (signer == address(0) || signer != owner) revert ERC2612InvalidSigner(signer, owner);

        _approve(owner, spender, value);
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        public
        view
        virtual
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (DOMAIN_FIELDS, ERC20.name(), DOMAIN_VERSION, block.chainid, address(this), salt, extensions);
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view virtual override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @inheritdoc IERC20Permit
    function DOMAIN_SEPARATOR() public view returns (bytes32) { // solhint-disable-line func-name-mixedcase
        return MessageHashUtils.toDomainSeparator(
            DOMAIN_FIELDS, name(), DOMAIN_VERSION, block.chainid, address(this), 0
        );
    }
}
