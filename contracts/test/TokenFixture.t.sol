// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Checkout} from "../Checkout.sol";
import {createCheckout} from "./Release.t.sol";
import {vm} from "./Vm.t.sol";

/// Every function that some token has.
interface AnyToken is IERC20Metadata, IERC20Permit {
    function burn(uint256 value) external;
    function burnFrom(address account, uint256 value) external;
    function mint(address to, uint256 value) external;
    function cap() external view returns (uint256);
    function pause() external;
    function unpause() external;
    function paused() external view returns (bool);
    function owner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function renounceOwnership() external;
}

/// Delivers each of the twelve tokens the way that buyers get them: as compiled for them, and by a Checkout.
abstract contract TokenFixture {
    struct Kind {
        bool burnable;
        bool mintable;
        bool capped;
        bool pausable;
    }

    uint256 internal constant KINDS = 12;
    uint256 internal constant SUPPLY = 1_000_000e18;
    uint256 internal constant CAP = 2_000_000e18;
    uint256 internal constant OWNER_KEY = 0xA11CE;

    address internal immutable owner = vm.addr(OWNER_KEY);
    address internal constant STRANGER = address(0xBAD);
    address internal constant HOLDER = address(0xB0B);

    Checkout internal checkout;

    function setUp() public virtual {
        checkout = createCheckout(address(1), 0);
    }

    function _kind(uint256 index) internal pure returns (Kind memory) {
        uint256 supply = index / 4;
        return Kind({
            burnable: index % 2 == 1,
            mintable: supply > 0,
            capped: supply > 1,
            pausable: (index / 2) % 2 == 1
        });
    }

    function _contractName(Kind memory kind) internal pure returns (string memory) {
        return string.concat(
            "Token",
            kind.burnable ? "Burnable" : "",
            kind.capped ? "Capped" : kind.mintable ? "Mintable" : "",
            kind.pausable ? "Pausable" : ""
        );
    }

    function _initcode(
        Kind memory kind,
        string memory name,
        string memory symbol,
        uint8 decimals,
        uint256 supply,
        address to,
        uint256 cap
    ) internal view returns (bytes memory) {
        string memory contractName = _contractName(kind);
        bytes memory creationCode = vm.getCode(string.concat("contracts/token/", contractName, ".sol:", contractName));
        bytes memory arguments = kind.capped
            ? abi.encode(name, symbol, decimals, supply, to, cap)
            : abi.encode(name, symbol, decimals, supply, to);
        return bytes.concat(creationCode, arguments);
    }

    function _deliver(bytes memory initcode) internal returns (AnyToken) {
        return AnyToken(checkout.deliver(0, initcode, address(0), 0));
    }

    function _deliver(Kind memory kind) internal returns (AnyToken) {
        return _deliver(_initcode(kind, "My Token", "MTK", 18, SUPPLY, owner, CAP));
    }

    function _expectOnlyOwner(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
    }

    function _hasOwner(Kind memory kind) internal pure returns (bool) {
        return kind.mintable || kind.pausable;
    }
}
