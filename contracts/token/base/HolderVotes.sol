// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {TokenBase} from "./TokenBase.sol";
import {TokenPermit} from "./TokenPermit.sol";

/// @title HolderVotes
/// @notice Lets holders delegate the weight of their tokens, to themselves or to others, and lets anyone look up who
/// had which weight at the end of a past block (ERC-5805, ERC-6372).
/// @dev Delegation by signature is in the domain of TokenPermit, so that it works with a name of any length, and shares
/// its nonces. OpenZeppelin's own domain, which refuses names of more than 31 bytes, is not used.
abstract contract HolderVotes is TokenBase, ERC20Votes {
    constructor() EIP712("", "") {}

    /// @inheritdoc TokenBase
    function decimals() public view virtual override(ERC20, TokenBase) returns (uint8) {
        return super.decimals();
    }

    /// @inheritdoc TokenPermit
    function eip712Domain()
        public
        view
        override(TokenPermit, EIP712)
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
        return TokenPermit.eip712Domain();
    }

    /// @inheritdoc TokenPermit
    function nonces(address owner) public view override(TokenPermit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal virtual override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }

    function _hashTypedDataV4(bytes32 structHash) internal view override returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR(), structHash);
    }
}
