// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title OwnerMintable
/// @notice Lets the owner create more tokens.
abstract contract OwnerMintable is ERC20, Ownable {
    /// @notice Creates more of the token. Only the owner may call.
    /// @param to who gets it.
    /// @param value how much, in the token's smallest unit.
    function mint(address to, uint256 value) external onlyOwner {
        _mint(to, value);
    }
}
