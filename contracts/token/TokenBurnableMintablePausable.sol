// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Pausable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Pausable.sol";

import {OwnerMintable} from "./base/OwnerMintable.sol";
import {OwnerPausable} from "./base/OwnerPausable.sol";
import {TokenBase} from "./base/TokenBase.sol";

/// @title TokenBurnableMintablePausable
/// @notice A burnable, mintable and pausable token.
contract TokenBurnableMintablePausable is TokenBase, ERC20Burnable, OwnerMintable, OwnerPausable {
    constructor(string memory name, string memory symbol, uint8 decimals_, uint256 supply, address owner)
        TokenBase(name, symbol, decimals_)
        Ownable(owner)
    {
        _mint(owner, supply);
    }

    /// @inheritdoc TokenBase
    function decimals() public view override(ERC20, TokenBase) returns (uint8) {
        return super.decimals();
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Pausable) {
        super._update(from, to, value);
    }
}
