// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20Pausable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Pausable.sol";

/// @title OwnerPausable
/// @notice Lets the owner stop all transfers, minting and burning, and let them go on.
abstract contract OwnerPausable is ERC20Pausable, Ownable {
    /// @notice Stops all transfers, minting and burning. Only the owner may call.
    function pause() external onlyOwner {
        _pause();
    }

    /// @notice Lets transfers, minting and burning go on. Only the owner may call.
    function unpause() external onlyOwner {
        _unpause();
    }
}
