"""The wing of the exchange: sendings, requests, collections, incoming papers, reports upward."""
